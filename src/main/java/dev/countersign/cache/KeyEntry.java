package dev.countersign.cache;

import dev.countersign.auth.KeySource.Resolved;
import dev.countersign.auth.VerificationKey;
import dev.countersign.client.Client;
import dev.countersign.client.ClientId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The keys of one client, ready to verify with; holds nothing else of the client, which may be large. Immutable; two
 * entries are never equal.
 */
final class KeyEntry {

    private final ClientId client;
    private final long version;
    private final Resolved resolved;
    private final Instant made;
    private final long validSince;

    /**
     * An entry.
     *
     * @param resolved used until the entry's own end
     * @param validSince the client's latest invalidation when the source was asked
     */
    KeyEntry(Client client, Resolved resolved, Instant made, long validSince) {
        this.client = client.id();
        this.version = client.version();
        this.resolved = resolved;
        this.made = made;
        this.validSince = validSince;
    }

    ClientId client() {
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

    long validSince() {
        return validSince;
    }

    /** False at exactly its end, and when the clock was set back. */
    boolean isLive(Instant now) {
        return !now.isBefore(made) && now.isBefore(until());
    }

    boolean isOf(Client asked) {
        return version == asked.version();
    }

    /**
     * Whether it differs from that entry and is not from an earlier request: late results do not replace newer ones.
     */
    boolean supersedes(KeyEntry other) {
        return version != other.version
                || (!resolved.at().isBefore(other.resolved.at()) && !resolved.equals(other.resolved));
    }

    /**
     * Whether an assertion that names this key may be verified with what is here (RFC 7515, section 4.1.4); a
     * certificate's key has no need to be named.
     */
    boolean answers(Optional<String> kid) {
        return kid.isEmpty()
                || !keys().stream().allMatch(VerificationKey::ofKeySet)
                || keys().stream().anyMatch(key -> key.kid().equals(kid));
    }
}
