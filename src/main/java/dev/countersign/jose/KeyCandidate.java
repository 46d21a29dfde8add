package dev.countersign.jose;

import dev.countersign.auth.VerificationKey;
import java.util.Optional;

/** A registered public key. */
record KeyCandidate(SignatureCheck check, JwsAlgorithm algorithm, VerificationKey key) implements Candidate {

    @Override
    public boolean verifies(byte[] input, byte[] signature) {
        return check.verifies(algorithm, key.key(), input, signature);
    }

    @Override
    public Optional<String> credentialId() {
        return key.credentialId();
    }
}
