package dev.countersign.cache;

import dev.countersign.auth.KeySource;
import dev.countersign.auth.KeySource.Resolved;
import dev.countersign.auth.VerificationKey;
import dev.countersign.client.Client;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The keys of one client, ready to verify with. Immutable; two entries are never equal. */
final class KeyEntry {

    private final Client client;
    private final KeySource source;
    private final Resolved resolved;
    private final Instant made;
    private final long mark;
    private final Instant looked;

    /**
     * An entry.
     *
     * @param resolved believed until the entry's own end
     * @param mark the number of the client's mark when the source was asked
     * @param looked when the source was last asked for keys that this entry does not have
     */
    KeyEntry(Client client, KeySource source, Resolved resolved, Instant made, long mark, Instant looked) {
        this.client = client;
        this.source = source;
        this.resolved = resolved;
        this.made = made;
        this.mark = mark;
        this.looked = looked;
    }

    Client client() {
        return client;
    }

    Resolved resolved() {
        return resolved;
    }

    List<VerificationKey> keys() {
        return resolved.keys();
    }

    Instant until() {
        return resolved.freshUntil();
    }

    long mark() {
        return mark;
    }

    Instant looked() {
        return looked;
    }

    /** False at its end, and when the clock was set back. */
    boolean isLive(Instant now) {
        return !now.isBefore(made) && now.isBefore(until());
    }

    boolean isOf(Client asked) {
        return client.version() == asked.version();
    }

    /** Whether an assertion that names this key may be verified with what is here (RFC 7515, section 4.1.4); a certificate's key has no need to be named. */
    boolean answers(Optional<String> kid) {
        return kid.isEmpty()
                || !keys().stream().allMatch(VerificationKey::ofKeySet)
                || keys().stream().anyMatch(key -> key.kid().equals(kid));
    }

    void forgetAtSource() {
        source.forget(client);
    }
}
