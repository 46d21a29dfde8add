package dev.countersign.token;

import java.time.Instant;
import java.util.List;

/**
 * Keeps the ids of revoked tokens until the tokens have expired, for all nodes (RFC 7009). All methods throw {@link
 * dev.countersign.client.UnavailableException} when the store cannot be asked. Thread-safe.
 */
public interface RevokedTokens {

    /** Returns once the store has it for good; revoking a token twice is no error. */
    void revoke(Revoked token);

    boolean isRevoked(String tokenId);

    /**
     * The revocations after the one numbered {@code position}, in the order of their commits: none is ever missed. At
     * most {@code limit}; read on until there are none.
     */
    Revocations since(long position, int limit);

    /**
     * A token that was revoked.
     *
     * @param id its {@code jti}
     */
    record Revoked(String id, Instant expiresAt) {}

    /**
     * Some revocations.
     *
     * @param position the number of the last of them; of the last revocation ever, where there are none. Smaller than
     *     the one that was asked for: the store was restored to an older state
     */
    record Revocations(long position, List<Revoked> tokens) {

        public Revocations {
            tokens = List.copyOf(tokens);
        }
    }
}
