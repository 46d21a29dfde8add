package dev.countersign.auth;

import java.util.Optional;

/**
 * Looks for one kind of credential in a request. Every installed reader is asked about every request, so that two methods at once are
 * seen (RFC 6749, section 2.3); a reader answers about its own kind only. Thread-safe.
 */
@FunctionalInterface
public interface CredentialReader {

    Reading read(PresentedRequest request);

    /** The scheme of the {@code Authorization} field that it reads, for the challenge to those who used it; empty: it reads none. */
    default Optional<String> scheme() {
        return Optional.empty();
    }
}
