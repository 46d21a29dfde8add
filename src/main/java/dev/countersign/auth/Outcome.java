package dev.countersign.auth;

import dev.countersign.client.AuthMethod;
import dev.countersign.client.Client;
import dev.countersign.client.UnavailableException;
import java.util.Optional;

/** The result of judging a credential: granted, refused or undecided. */
public sealed interface Outcome {

    /**
     * The client is authenticated.
     *
     * @param method the method that it used
     * @param credentialId which of its registered credentials matched, where there are several
     */
    record Granted(Client client, AuthMethod method, Optional<String> credentialId) implements Outcome {}

    /** The client is not authenticated. */
    record Refused(Refusal refusal) implements Outcome {}

    /** Undecided: a store or another source that the judgement needs did not answer. */
    record Unavailable(UnavailableException cause) implements Outcome {}
}
