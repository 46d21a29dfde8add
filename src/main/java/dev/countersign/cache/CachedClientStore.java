package dev.countersign.cache;

import dev.countersign.client.Client;
import dev.countersign.client.ClientId;
import dev.countersign.client.ClientStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.ehcache.Status;
import org.ehcache.UserManagedCache;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Spares the store most look-ups: remembers the clients that were looked up. Which ids are unknown is not remembered, so that nobody can push
 * clients out by making ids up. Thread-safe; who finds what is remembered waits for nobody.
 */
public final class CachedClientStore implements ClientStore, AutoCloseable {

    /** How many clients are remembered: about 2 KB each with a few scopes and secrets, so 20 MB when all are there. */
    public static final int MOST = 10_000;

    /** A power of two. Two ids that share a stripe are forgotten together, which costs one look-up. */
    private static final int STRIPES = 4096;

    private static final Logger LOG = LoggerFactory.getLogger(CachedClientStore.class);

    private final ClientStore delegate;
    private final long ttlMillis;
    private final long graceMillis;
    private final InstantSource clock;
    private final UserManagedCache<ClientId, Answer> known;

    /** How often a client of each stripe was forgotten. */
    private final AtomicIntegerArray forgotten = new AtomicIntegerArray(STRIPES);

    /**
     * Remembers nobody yet.
     *
     * @param ttl how long an answer is believed without asking
     * @param outageGrace how much longer it is while the store cannot be asked; never that somebody is an administrator
     */
    public CachedClientStore(ClientStore delegate, Duration ttl, Duration outageGrace, InstantSource clock) {
        this(delegate, ttl, outageGrace, clock, MOST);
    }

    CachedClientStore(ClientStore delegate, Duration ttl, Duration outageGrace, InstantSource clock, int most) {
        this.delegate = delegate;
        this.ttlMillis = ttl.toMillis();
        this.graceMillis = outageGrace.isZero() ? 0 : ttl.plus(outageGrace).toMillis();
        this.clock = clock;
        this.known = Heap.cache(ClientId.class, Answer.class, most);
    }

    /** Asks, and remembers the answer. */
    @Override
    public Optional<Client> find(ClientId id) {
        // Both before the store is asked: the answer is as old as the question.
        long now = clock.millis();
        int stamp = forgotten.get(stripe(id));
        Optional<Client> found = delegate.find(id);
        whileOpen(() -> {
            if (found.isPresent()) {
                known.put(id, new Answer(found, now, stamp));
            } else {
                known.remove(id);
            }
        });
        return found;
    }

    @Override
    public Optional<Client> remembered(ClientId id) {
        Answer answer = answer(id);
        return answer != null && answer.isYoungerThan(ttlMillis, clock.millis()) ? answer.client() : Optional.empty();
    }

    @Override
    public Optional<Client> lastKnown(ClientId id) {
        Answer answer = answer(id);
        return answer != null && answer.isYoungerThan(graceMillis, clock.millis())
                ? answer.client().filter(client -> !client.profile().administrator())
                : Optional.empty();
    }

    /** Whoever asks for this client from now on gets what the store says from now on. */
    public void forget(ClientId id) {
        // This alone does it: whatever was asked for before carries an older stamp, even what is put in later.
        forgotten.incrementAndGet(stripe(id));
        whileOpen(() -> known.remove(id));
    }

    /** The same, for all clients. */
    public void forgetAll() {
        for (int i = 0; i < STRIPES; i++) {
            forgotten.incrementAndGet(i);
        }
        whileOpen(known::clear);
    }

    @Override
    public void close() {
        whileOpen(known::close);
    }

    /** When the application is being stopped, its last requests find the cache closed: then the store alone answers them. */
    private void whileOpen(Runnable work) {
        try {
            work.run();
        } catch (IllegalStateException e) {
            requireClosed(e);
        }
    }

    private void requireClosed(IllegalStateException e) {
        if (known.getStatus() != Status.UNINITIALIZED) {
            throw e;
        }
        LOG.trace("the cache is closed", e);
    }

    private @Nullable Answer answer(ClientId id) {
        Answer answer;
        try {
            answer = known.get(id);
        } catch (IllegalStateException e) {
            requireClosed(e);
            return null;
        }
        return answer == null || answer.stamp() != forgotten.get(stripe(id)) ? null : answer;
    }

    private static int stripe(ClientId id) {
        int hash = id.hashCode();
        return (hash ^ hash >>> 16) & STRIPES - 1;
    }

    /**
     * What the store said.
     *
     * @param client never empty; as it is handed on
     * @param at when it was asked, in milliseconds since the epoch
     * @param stamp how often its stripe had been forgotten by then
     */
    private record Answer(Optional<Client> client, long at, int stamp) {

        /** False at that very age, and when the clock was set back. */
        boolean isYoungerThan(long millis, long now) {
            return now >= at && now - at < millis;
        }
    }
}
