package dev.countersign.x509;

import dev.countersign.auth.KeyDescriber;
import dev.countersign.auth.UnacceptableKeyException;
import dev.countersign.client.ClientCertificate;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;

/** Describes the keys that are used for verifying. Thread-safe. */
public final class KeyDescriptions implements KeyDescriber {

    /** In bits (RFC 8032, section 5.1). */
    private static final int ED25519_SIZE = 255;

    @Override
    public KeyDescription describe(ClientCertificate registered) {
        throw new UnacceptableKeyException("certificates", "Certificates are not described yet.");
    }

    @Override
    public KeyType describe(PublicKey key) {
        if (key instanceof RSAPublicKey rsa) {
            return new KeyType("RSA", rsa.getModulus().bitLength());
        }
        if (key instanceof ECPublicKey ec) {
            return new KeyType("EC", ec.getParams().getCurve().getField().getFieldSize());
        }
        return new KeyType("Ed25519", ED25519_SIZE);
    }
}
