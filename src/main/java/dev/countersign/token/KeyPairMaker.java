package dev.countersign.token;

import dev.countersign.keys.JwsAlgorithm;
import java.security.KeyPair;

/** Makes key pairs for signing. Thread-safe. */
@FunctionalInterface
public interface KeyPairMaker {

    /** @param algorithm one with a public key */
    KeyPair make(JwsAlgorithm algorithm);
}
