package dev.countersign.jose;

import dev.countersign.auth.ReadableSecrets.ReadableSecret;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A secret that both sides know (RFC 7518, section 3.2). Compares in constant time. */
record SecretCandidate(JwsAlgorithm algorithm, ReadableSecret secret) implements Candidate {

    /** A key is at least as long as the hash (RFC 7518, section 3.2). */
    boolean isLongEnough() {
        return secret.value().bytes().length * Byte.SIZE >= algorithm.hashBits();
    }

    @Override
    public boolean verifies(byte[] input, byte[] signature) {
        try {
            Mac mac = Mac.getInstance(algorithm.jcaName());
            mac.init(new SecretKeySpec(secret.value().bytes(), algorithm.jcaName()));
            return MessageDigest.isEqual(mac.doFinal(input), signature);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + algorithm.jcaName(), e);
        }
    }

    @Override
    public Optional<String> credentialId() {
        return Optional.of(secret.id());
    }

    @Override
    public void close() {
        secret.value().close();
    }
}
