package dev.countersign.boot;

import dev.countersign.auth.KeyDescriber;
import dev.countersign.auth.KeyImporter;
import dev.countersign.auth.KeyPairIssuer;
import dev.countersign.auth.KeyPairOrder;
import dev.countersign.auth.KeyUpload;
import dev.countersign.auth.UnacceptableKeyException;
import dev.countersign.client.ClientCertificate;
import dev.countersign.client.ClientId;
import java.security.PublicKey;

/** Refuses every key, for as long as no room is wired in its place. Stateless. */
final class UnwiredKeys implements KeyPairIssuer, KeyImporter, KeyDescriber {

    @Override
    public IssuedKeyPair issue(ClientId client, KeyPairOrder order) {
        throw refusal();
    }

    @Override
    public ImportedKeys read(KeyUpload upload) {
        throw refusal();
    }

    @Override
    public KeyDescription describe(ClientCertificate registered) {
        throw refusal();
    }

    @Override
    public KeyType describe(PublicKey key) {
        throw refusal();
    }

    private static UnacceptableKeyException refusal() {
        return new UnacceptableKeyException("format", "Keys of this format are not read here.");
    }
}
