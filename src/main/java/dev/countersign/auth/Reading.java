package dev.countersign.auth;

import dev.countersign.client.AuthMethod;
import dev.countersign.client.ClientId;

/** What a {@link CredentialReader} found. "Not mine" and "broken" cannot be confused. */
public sealed interface Reading {

    /** Nothing of this reader's kind. */
    Reading NOTHING = new Nothing();

    /** Nothing of this reader's kind. */
    record Nothing() implements Reading {}

    /** Something of this reader's kind, well-formed. */
    record Found(PresentedCredential credential) implements Reading {}

    /**
     * Something of this reader's kind that cannot be read: 400.
     *
     * @param description for the sender: says which rule was broken, and repeats nothing of what was sent
     */
    record Broken(String description) implements Reading {}

    /** Something of this reader's kind that names its client legibly, but what should prove it could not prove anybody: 401. */
    record Hopeless(ClientId clientId, AuthMethod method) implements Reading {}
}
