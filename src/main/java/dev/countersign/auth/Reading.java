package dev.countersign.auth;

import dev.countersign.client.AuthMethod;
import dev.countersign.client.ClientId;

/**
 * What a {@link CredentialReader} found. No credential of its kind and a malformed one are different types, so that a
 * malformed one is never taken for none.
 */
public sealed interface Reading {

    /** Nothing of this reader's kind. */
    Reading NOTHING = new Nothing();

    /** Nothing of this reader's kind. */
    record Nothing() implements Reading {}

    /** A well-formed credential of this reader's kind. */
    record Found(PresentedCredential credential) implements Reading {}

    /**
     * A malformed credential of this reader's kind: 400.
     *
     * @param description for the sender: says which rule was broken, and repeats nothing that was sent
     */
    record Broken(String description) implements Reading {}

    /**
     * A credential of this reader's kind that names its client, but with a proof that no client can have: 401.
     *
     * @param description for administrators only: says which rule was broken, and repeats nothing that was sent
     */
    record Hopeless(ClientId clientId, AuthMethod method, String description) implements Reading {}
}
