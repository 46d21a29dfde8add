package dev.countersign.token;

import dev.countersign.auth.AccessToken;
import java.util.Optional;

/** Tells which access tokens are alive, and ends them. Thread-safe. */
public interface LiveTokens {

    /**
     * The claims of a token of ours that is good for some audience now (RFC 7662): signed by a key that is published,
     * not expired, not revoked, and its client may still authenticate.
     *
     * @param text arbitrary
     * @throws dev.countersign.client.UnavailableException when that cannot be told
     */
    Optional<AccessToken> find(String text);

    /**
     * Ends a token, on this node now and on every other one within a second.
     *
     * @throws dev.countersign.client.UnavailableException when the store cannot be asked
     */
    void revoke(AccessToken token);
}
