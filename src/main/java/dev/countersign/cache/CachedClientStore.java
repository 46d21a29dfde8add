package dev.countersign.cache;

import dev.countersign.client.Client;
import dev.countersign.client.ClientId;
import dev.countersign.client.ClientStore;
import dev.countersign.task.ChangeLag;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Saves the store most look-ups: caches the clients that were looked up, and uses them while changes are being
 * followed. Unknown ids are not cached, so that made-up ids evict no client. Thread-safe; finding a cached client never
 * blocks.
 */
public final class CachedClientStore implements ClientStore, AutoCloseable {

    /**
     * The most clients that are cached; fewer where the heap is small or the clients are large, see {@link
     * HeapBoundedCache}.
     */
    public static final int MAX_CLIENTS = 10_000;

    private final ClientStore delegate;
    private final long ttlMillis;
    private final long graceMillis;
    private final ChangeLag lag;
    private final InstantSource clock;
    private final HeapBoundedCache<Answer> known;

    private final Invalidations invalidations = new Invalidations();

    /**
     * Starts empty.
     *
     * @param ttl how long an entry is used without asking the store, also while the store cannot be asked
     * @param outageGrace how much longer it is used while the store cannot be asked; never for the rights of an
     *     administrator
     * @param lag while it is too long, the store is asked about each client
     */
    public CachedClientStore(
            ClientStore delegate, Duration ttl, Duration outageGrace, ChangeLag lag, InstantSource clock) {
        this(delegate, ttl, outageGrace, lag, clock, MAX_CLIENTS);
    }

    CachedClientStore(
            ClientStore delegate,
            Duration ttl,
            Duration outageGrace,
            ChangeLag lag,
            InstantSource clock,
            int maxClients) {
        this.delegate = delegate;
        this.ttlMillis = ttl.toMillis();
        this.graceMillis = ttl.plus(outageGrace).toMillis();
        this.lag = lag;
        this.clock = clock;
        this.known = new HeapBoundedCache<>(Answer.class, maxClients, answer -> HeapWeight.of(answer.client()));
    }

    /** Asks the store, and caches the result. */
    @Override
    public Optional<Client> find(ClientId id) {
        // All are read before the store is asked: a result is as old as its request.
        long now = clock.millis();
        long nanos = lag.now();
        long validSince = invalidations.latest(id);
        Optional<Client> found = delegate.find(id);
        found.ifPresentOrElse(
                client -> known.put(id, new Answer(client, now, nanos, validSince)), () -> known.remove(id));
        return found;
    }

    @Override
    public Optional<Client> remembered(ClientId id) {
        return lag.isShort() ? answer(id, ttlMillis) : Optional.empty();
    }

    /**
     * Valid for the normal life plus the grace, whether changes are followed or not, since the store that lists them
     * cannot be asked. Never for those who may see the administration: they see what it knows of others.
     */
    @Override
    public Optional<Client> lastKnown(ClientId id) {
        return answer(id, graceMillis).filter(client -> !client.profile().administrator()
                && !client.profile().access().auditor());
    }

    /** Drops this client's entry: every later look-up gets the store's state of now or later. */
    public void forget(ClientId id) {
        // The invalidation suffices: results of earlier look-ups are older than it, even when they are cached later.
        invalidations.add(id);
        known.remove(id);
    }

    /** The same for all clients. */
    public void forgetAll() {
        invalidations.addAll();
        known.clear();
    }

    /** While the application stops, its last requests find the cache closed: then the store answers them. */
    @Override
    public void close() {
        known.close();
    }

    private Optional<Client> answer(ClientId id, long maxMillis) {
        return known.get(id)
                .filter(answer -> answer.validSince() == invalidations.latest(id)
                        && answer.isYoungerThan(maxMillis, clock.millis(), lag.now()))
                .map(Answer::client);
    }

    /**
     * A result of the store.
     *
     * @param at when the store was asked, in milliseconds since the epoch
     * @param nanos the same by the monotonic clock
     * @param validSince the client's latest invalidation at that time
     */
    private record Answer(Client client, long at, long nanos, long validSince) {

        /**
         * By both clocks: one can be set back, and the other one stands still while the machine is suspended. False at
         * exactly that age.
         */
        boolean isYoungerThan(long millis, long now, long nanosNow) {
            return now >= at && now - at < millis && nanosNow - nanos < TimeUnit.MILLISECONDS.toNanos(millis);
        }
    }
}
