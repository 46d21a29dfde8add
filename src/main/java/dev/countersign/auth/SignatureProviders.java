package dev.countersign.auth;

import java.security.Provider;
import java.util.Optional;

/** The fastest security provider for each signature algorithm. Thread-safe. */
@FunctionalInterface
public interface SignatureProviders {

    /**
     * The provider for this JWS algorithm (RFC 7518, section 3.1); empty: the platform's own.
     *
     * @param algorithm by its registered name
     */
    Optional<Provider> of(String algorithm);
}
