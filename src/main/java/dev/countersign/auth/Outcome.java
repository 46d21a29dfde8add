package dev.countersign.auth;

import dev.countersign.client.AuthMethod;
import dev.countersign.client.Client;
import dev.countersign.client.UnavailableException;
import java.util.Optional;

/** What came of judging a credential: yes, no, could not tell. */
public sealed interface Outcome {

    /**
     * The client has proved who it is.
     *
     * @param method the method that it used
     * @param credentialId which of its registered credentials did it, where there are several
     */
    record Granted(Client client, AuthMethod method, Optional<String> credentialId) implements Outcome {}

    /** It has not. */
    record Refused(Refusal refusal) implements Outcome {}

    /** Something that had to be asked did not answer. */
    record Unavailable(UnavailableException cause) implements Outcome {}
}
