package dev.countersign.client;

/** What became of a new client. Immutable. */
public sealed interface Creation {

    /** It is registered. */
    record Made(Client client) implements Creation {}

    /** It is not registered, as a client with its id already exists. */
    record Exists() implements Creation {}

    /** The store could not be asked: it is not registered, or that is unknown. */
    record Failed(UnavailableException cause) implements Creation {}
}
