package dev.countersign.auth;

import dev.countersign.client.AuthMethod;
import dev.countersign.client.Client;
import dev.countersign.client.Scopes;
import dev.countersign.client.UnavailableException;
import java.util.Optional;

/** The result of judging a credential: granted, refused or undecided. */
public sealed interface Outcome {

    /**
     * The client is authenticated.
     *
     * @param method the method that it used
     * @param credentialId which of its registered credentials matched, where there are several
     * @param token empty: the client was authenticated by a credential, not by an access token
     */
    record Granted(Client client, AuthMethod method, Optional<String> credentialId, Optional<AccessToken> token)
            implements Outcome {

        /** By a credential. */
        public Granted(Client client, AuthMethod method, Optional<String> credentialId) {
            this(client, method, credentialId, Optional.empty());
        }

        /** What the client may do here: with an access token no more than the token says. */
        public Scopes scopes() {
            return token.map(AccessToken::scopes)
                    .orElseGet(() -> client.profile().scopes());
        }
    }

    /** The client is not authenticated. */
    record Refused(Refusal refusal) implements Outcome {}

    /** Undecided: a store or another source that the judgement needs did not answer. */
    record Unavailable(UnavailableException cause) implements Outcome {}
}
