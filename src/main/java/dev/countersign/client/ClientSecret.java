package dev.countersign.client;

import java.time.Instant;
import java.util.Optional;

/**
 * One of a client's registered secrets: its hash and the data that administrators see. Immutable.
 *
 * @param id unique within the store; made by the server, of {@code A-Z a-z 0-9 - _} only
 * @param label what the administrator calls it; may be empty
 * @param expiresAt the first instant at which it no longer works; empty: it does not end by itself
 * @param lastUsedAt about when it last let the client in; written late, so it may lag behind by some seconds
 * @param replacement how it ends before {@code expiresAt}; empty: it does not. Only databases of the server keep it
 */
public record ClientSecret(
        String id,
        String label,
        SecretHash hash,
        Instant createdAt,
        Optional<Instant> expiresAt,
        Optional<Instant> lastUsedAt,
        Optional<Replacement> replacement)
        implements ReplaceableCredential<ClientSecret> {

    /** In characters. */
    public static final int MAX_LABEL_CHARS = 100;

    /** A secret that was not replaced. */
    public ClientSecret(
            String id,
            String label,
            SecretHash hash,
            Instant createdAt,
            Optional<Instant> expiresAt,
            Optional<Instant> lastUsedAt) {
        this(id, label, hash, createdAt, expiresAt, lastUsedAt, Optional.empty());
    }

    @Override
    public ClientSecret endingBy(Instant end) {
        boolean endsAnyway = expiresAt.filter(known -> !known.isAfter(end)).isPresent();
        return endsAnyway ? this : new ClientSecret(id, label, hash, createdAt, Optional.of(end), lastUsedAt);
    }

    @Override
    public ClientSecret endingUnused(Replacement how, Instant latest) {
        ClientSecret ending = endingBy(latest);
        return new ClientSecret(id, label, hash, createdAt, ending.expiresAt, lastUsedAt, Optional.of(how));
    }
}
