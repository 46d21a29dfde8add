package dev.countersign.jose;

import dev.countersign.jws.SignatureCheck;
import dev.countersign.jws.SignatureForm;
import dev.countersign.keys.JwsAlgorithm;
import java.security.PublicKey;
import java.util.Optional;

/** A public key. */
record KeyCandidate(SignatureCheck check, JwsAlgorithm algorithm, PublicKey key, Optional<String> credentialId)
        implements Candidate {

    @Override
    public boolean isPossible(byte[] signature) {
        return SignatureForm.isPossible(algorithm, key, signature);
    }

    @Override
    public boolean verifies(byte[] input, byte[] signature) {
        return check.verifies(algorithm, key, input, signature);
    }
}
