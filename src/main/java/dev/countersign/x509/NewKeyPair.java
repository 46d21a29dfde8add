package dev.countersign.x509;

import dev.countersign.client.ClientCertificate;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;

/**
 * A key pair that is about to be written into an archive. Never printed.
 *
 * @param registered the same certificate, as the store keeps it
 */
record NewKeyPair(PrivateKey privateKey, X509Certificate certificate, ClientCertificate registered) {

    @Override
    public String toString() {
        return "NewKeyPair[" + registered.id() + "]";
    }
}
