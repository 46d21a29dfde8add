package dev.countersign.manage;

import dev.countersign.auth.BusyException;
import dev.countersign.auth.Secret;
import dev.countersign.client.ClientCertificate;
import dev.countersign.client.ClientId;

/** Makes key pairs for clients that cannot make their own. Thread-safe. */
@FunctionalInterface
public interface KeyPairIssuer {

    /**
     * Makes a key pair and a certificate for it. Keeps nothing of the private key.
     *
     * @throws UnacceptableKeyException when the order cannot be carried out, for instance with a password that the
     *     format does not allow
     * @throws BusyException when the maximum number of key pairs is being made already
     */
    IssuedKeyPair issue(ClientId client, KeyPairOrder order);

    /**
     * A new key pair, handed out once. Closing it wipes the archive.
     *
     * @param registered what the store may keep: the certificate
     * @param archive the file for the client's developer, with the private key in it
     */
    record IssuedKeyPair(ClientCertificate registered, Secret archive) implements AutoCloseable {

        @Override
        public void close() {
            archive.close();
        }

        @Override
        public String toString() {
            return "IssuedKeyPair[" + registered.id() + "]";
        }
    }
}
