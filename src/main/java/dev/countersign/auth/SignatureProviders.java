package dev.countersign.auth;

import java.security.Provider;
import java.util.Optional;

/** Knows which security provider verifies fastest. Thread-safe. */
@FunctionalInterface
public interface SignatureProviders {

    /**
     * The provider for this JWS algorithm (RFC 7518, section 3.1); empty: the platform's own.
     *
     * @param algorithm by its registered name
     */
    Optional<Provider> of(String algorithm);
}
