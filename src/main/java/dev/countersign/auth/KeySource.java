package dev.countersign.auth;

import dev.countersign.client.Client;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** One kind of place where a client's public keys are registered: certificates, a key set, the URL of a key set. Thread-safe. */
public interface KeySource {

    /** Whether this client's keys are registered in this kind of place. */
    boolean holds(Client client);

    /**
     * Resolves the client's keys. May take its time, but keeps to its limits.
     *
     * @param newerThan what was resolved before that instant is not new enough; a source that keeps to an interval may answer with older keys all the same
     * @throws dev.countersign.client.UnavailableException when they cannot be had
     */
    Resolved resolve(Client client, Instant newerThan);

    /**
     * Resolves them from the very place now, if need be. When that fails, what is kept serves on, as long as it may, and says why.
     *
     * @throws dev.countersign.client.UnavailableException when they cannot be had
     */
    default Resolved refresh(Client client) {
        // Unless it keeps something, it resolves from the place each time.
        return resolve(client, Instant.EPOCH);
    }

    /** Forgets what it keeps of this client's keys, so that the next question is answered from the very place. */
    default void forget(Client client) {}

    /**
     * What was found.
     *
     * @param at when the place itself was asked
     * @param freshUntil believed until then without asking again
     * @param error why the last attempt to ask failed, where {@code keys} are older than that attempt
     */
    record Resolved(List<VerificationKey> keys, Instant at, Instant freshUntil, Optional<String> error) {

        public Resolved {
            keys = List.copyOf(keys);
        }
    }
}
