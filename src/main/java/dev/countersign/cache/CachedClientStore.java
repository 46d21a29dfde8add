package dev.countersign.cache;

import dev.countersign.client.Client;
import dev.countersign.client.ClientId;
import dev.countersign.client.ClientStore;
import dev.countersign.client.UnavailableException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.ehcache.UserManagedCache;
import org.jspecify.annotations.Nullable;

/**
 * Spares the store most look-ups: remembers which clients there are, and of which ids there is none. Unknown ids are remembered too, so that
 * they cost no more and no less time than known ones, but apart, so that nobody can push clients out by making ids up. Thread-safe; who
 * finds what is remembered waits for nobody.
 */
public final class CachedClientStore implements ClientStore, AutoCloseable {

    /** How many clients are remembered: about 2 KB each with a few scopes and secrets, so 20 MB when all are there. */
    public static final int MOST_KNOWN = 10_000;

    /** How many ids are remembered as unknown: at most 500 bytes each. */
    public static final int MOST_UNKNOWN = 10_000;

    /** A power of two. Two ids that share a stripe are forgotten together, which costs one look-up. */
    private static final int STRIPES = 4096;

    private final ClientStore delegate;
    private final long ttlMillis;
    private final long graceMillis;
    private final InstantSource clock;
    private final UserManagedCache<ClientId, Answer> known;
    private final UserManagedCache<ClientId, Answer> unknown;

    /** How often a client of each stripe was forgotten. */
    private final AtomicIntegerArray forgotten = new AtomicIntegerArray(STRIPES);

    /**
     * @param ttl how long an answer is believed
     * @param outageGrace how much longer it is while the store cannot be asked; never that somebody is an administrator, or unknown
     */
    public CachedClientStore(ClientStore delegate, Duration ttl, Duration outageGrace, InstantSource clock) {
        this(delegate, ttl, outageGrace, clock, MOST_KNOWN, MOST_UNKNOWN);
    }

    CachedClientStore(
            ClientStore delegate,
            Duration ttl,
            Duration outageGrace,
            InstantSource clock,
            int mostKnown,
            int mostUnknown) {
        this.delegate = delegate;
        this.ttlMillis = ttl.toMillis();
        this.graceMillis = ttl.plus(outageGrace).toMillis();
        this.clock = clock;
        this.known = Heap.cache(ClientId.class, Answer.class, mostKnown);
        this.unknown = Heap.cache(ClientId.class, Answer.class, mostUnknown);
    }

    @Override
    public Optional<Client> find(ClientId id) {
        long now = clock.millis();
        // Both before the store is asked: the answer is as old as the question.
        int stamp = forgotten.get(stripe(id));
        Answer remembered = remembered(id, stamp);
        if (remembered != null && remembered.isYoungerThan(ttlMillis, now)) {
            return remembered.client();
        }
        try {
            return remember(id, new Answer(delegate.find(id), now, stamp));
        } catch (UnavailableException e) {
            if (remembered != null && remembered.mayOutliveAnOutage() && remembered.isYoungerThan(graceMillis, now)) {
                return remembered.client();
            }
            throw e;
        }
    }

    /** Whoever asks for this client from now on gets what the store says from now on. */
    public void forget(ClientId id) {
        // This alone does it: whatever was asked for before carries an older stamp, even what is put in later.
        forgotten.incrementAndGet(stripe(id));
        known.remove(id);
        unknown.remove(id);
    }

    @Override
    public void close() {
        known.close();
        unknown.close();
    }

    private @Nullable Answer remembered(ClientId id, int stamp) {
        Answer answer = known.get(id);
        if (answer == null || answer.stamp() != stamp) {
            answer = unknown.get(id);
        }
        return answer == null || answer.stamp() != stamp ? null : answer;
    }

    private Optional<Client> remember(ClientId id, Answer answer) {
        boolean exists = answer.client().isPresent();
        (exists ? known : unknown).put(id, answer);
        (exists ? unknown : known).remove(id);
        return answer.client();
    }

    private static int stripe(ClientId id) {
        int hash = id.hashCode();
        return (hash ^ hash >>> 16) & STRIPES - 1;
    }

    /**
     * What the store said.
     *
     * @param at when it was asked, in milliseconds since the epoch
     * @param stamp how often its stripe had been forgotten by then
     */
    private record Answer(Optional<Client> client, long at, int stamp) {

        /** False at that very age, and when the clock was set back. */
        boolean isYoungerThan(long millis, long now) {
            return now >= at && now - at < millis;
        }

        boolean mayOutliveAnOutage() {
            return client.isPresent() && !client.get().profile().administrator();
        }
    }
}
