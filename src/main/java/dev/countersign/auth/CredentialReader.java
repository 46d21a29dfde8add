package dev.countersign.auth;

import java.util.Optional;

/**
 * Looks for one kind of credential in a request. Every installed reader is asked about every request, so that two
 * methods in one request are noticed (RFC 6749, section 2.3); a reader reports its own kind only. Called by many
 * threads at once, with arbitrary input, so it has to be thread-safe and to bound its work.
 */
@FunctionalInterface
public interface CredentialReader {

    /**
     * Parses, and verifies nothing. What it does not understand is {@link Reading#NOTHING} or {@link Reading.Broken},
     * no exception: an exception is a mistake of the reader, which is a 500 without details for the sender, with the
     * cause in the log.
     *
     * @throws dev.countersign.client.UnavailableException when a service that it needs does not answer: 503
     */
    Reading read(PresentedRequest request);

    /**
     * The {@code Authorization} scheme that it reads, for the challenge in the 401 to a request with that scheme;
     * empty: it does not read that field.
     */
    default Optional<String> scheme() {
        return Optional.empty();
    }
}
