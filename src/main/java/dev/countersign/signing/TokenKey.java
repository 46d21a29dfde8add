package dev.countersign.signing;

import dev.countersign.keys.JwsAlgorithm;
import java.security.PublicKey;
import java.util.Optional;

/**
 * The public half of a signing key. Immutable.
 *
 * @param algorithm the only one that it may be used with
 * @param jwk its members that make the key, as a JSON object
 */
record TokenKey(String kid, JwsAlgorithm algorithm, PublicKey key, String jwk) implements TokenVerifier {

    @Override
    public Optional<JwsAlgorithm> algorithm(String name) {
        return Optional.of(algorithm).filter(own -> own.registeredName().equals(name));
    }

    /** As a key set has it (RFC 7517, section 4). */
    String published() {
        return jwk.substring(0, jwk.length() - 1) + ",\"kid\":\"" + kid + "\",\"use\":\"sig\",\"alg\":\""
                + algorithm.registeredName() + "\"}";
    }
}
