package dev.countersign.signing;

import dev.countersign.keys.JwsAlgorithm;
import java.security.PublicKey;
import java.util.Optional;

/** A public key that verifies access tokens. Immutable. */
interface TokenVerifier {

    PublicKey key();

    /**
     * The algorithm that a token names, where this key may be used with it.
     *
     * @param name as the token has it: arbitrary text
     */
    Optional<JwsAlgorithm> algorithm(String name);
}
