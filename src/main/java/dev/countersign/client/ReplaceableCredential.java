package dev.countersign.client;

import java.time.Instant;
import java.util.Optional;

/**
 * A secret or a registered key, which a newer one may replace. Immutable.
 *
 * @param <C> its own type
 */
public sealed interface ReplaceableCredential<C extends ReplaceableCredential<C>>
        permits ClientSecret, ClientCertificate {

    String id();

    Instant createdAt();

    /** The first instant at which it no longer works; empty: it does not end by itself, but by its certificate. */
    Optional<Instant> expiresAt();

    /** About when it last let the client in; written late. */
    Optional<Instant> lastUsedAt();

    /** How it ends before {@link #expiresAt}; empty: it does not. */
    Optional<Replacement> replacement();

    /** The same one, ending at {@code end} and no longer by its use, unless it ends by then anyway: then unchanged. */
    C endingBy(Instant end);

    /** The same one, ending when it is no longer used, and at {@code latest} unless it ends before that anyway. */
    C endingUnused(Replacement how, Instant latest);

    /** True before {@link #expiresAt}, false at that very instant and after it. */
    default boolean liveAt(Instant now) {
        return expiresAt().isEmpty() || now.isBefore(expiresAt().get());
    }
}
