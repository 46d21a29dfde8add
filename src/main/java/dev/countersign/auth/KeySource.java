package dev.countersign.auth;

import dev.countersign.client.Client;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One kind of source of a client's public keys: registered certificates, a registered key set, the URL of a key set.
 * Thread-safe.
 */
public interface KeySource {

    /** Whether this client's keys come from this kind of source. */
    boolean holds(Client client);

    /**
     * Whether the keys may change while the client stays as it is: only then is a missing key a reason to ask the
     * source again.
     */
    default boolean isRemote() {
        return false;
    }

    /** The property by which a client is registered for it; none: its keys are registered one by one. */
    default List<PropertyDescription> properties() {
        return List.of();
    }

    /**
     * Resolves the client's keys. May block, within its own limits on time and on the number of waiting requests.
     *
     * @throws dev.countersign.client.UnavailableException when they cannot be had
     */
    Resolved resolve(Client client, Recency recency);

    /**
     * The keys of a client, as the source had them.
     *
     * @param remarks which keys of the source are left out or used without one of their members, and why
     * @param at when the source itself was asked
     * @param freshUntil used until then without asking the source again
     * @param error why the latest attempt failed, where {@code keys} are older than that attempt
     */
    record Resolved(
            List<VerificationKey> keys,
            List<KeyRemark> remarks,
            Instant at,
            Instant freshUntil,
            Optional<String> error) {

        public Resolved {
            keys = List.copyOf(keys);
            remarks = List.copyOf(remarks);
        }

        /** Keys of a source about which nothing is to be said. */
        public Resolved(List<VerificationKey> keys, Instant at, Instant freshUntil, Optional<String> error) {
            this(keys, List.of(), at, freshUntil, error);
        }

        /** The same keys, fresh no longer than {@code latest}. */
        public Resolved until(Instant latest) {
            return freshUntil.isAfter(latest) ? new Resolved(keys, remarks, at, latest, error) : this;
        }
    }
}
