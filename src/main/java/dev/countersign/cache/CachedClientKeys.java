package dev.countersign.cache;

import dev.countersign.auth.ClientKeys;
import dev.countersign.auth.KeyRemark;
import dev.countersign.auth.KeySource;
import dev.countersign.auth.KeySource.Resolved;
import dev.countersign.auth.PropertyDescription;
import dev.countersign.auth.Recency;
import dev.countersign.auth.VerificationKey;
import dev.countersign.client.Client;
import dev.countersign.client.ClientId;
import dev.countersign.client.UnavailableException;
import dev.countersign.manage.KeyCache;
import dev.countersign.manage.KeyCacheCounts;
import dev.countersign.manage.KeyFailure;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Caches the public keys of clients, ready to verify with, one entry per client, for as long as their source calls them
 * fresh. Failures are not cached here: the source limits how often it is asked and how many requests wait for it.
 * Thread-safe; finding cached keys never blocks.
 */
public final class CachedClientKeys implements ClientKeys, KeyCache, AutoCloseable {

    private final List<KeySource> sources;
    private final Duration ttl;
    private final InstantSource clock;
    private final HeapBoundedCache<KeyEntry> kept;
    private final Invalidations invalidations = new Invalidations();
    private final KeyCounters counters = new KeyCounters();
    private final KeyFailures failures = new KeyFailures();

    private volatile Optional<Instant> lastCleared = Optional.empty();

    /**
     * Starts empty.
     *
     * @param sources in the order of precedence: the first one that holds keys of a client is its only one. What a
     *     later one holds never counts meanwhile, whether or not the first one can be asked
     * @param ttl the longest life of an entry, whatever its source says
     * @param maxClients how many clients' keys are cached at most; fewer where the heap is small or the keys are large
     */
    public CachedClientKeys(List<KeySource> sources, Duration ttl, int maxClients, InstantSource clock) {
        this.sources = List.copyOf(sources);
        this.ttl = ttl;
        this.clock = clock;
        this.kept = new HeapBoundedCache<>(KeyEntry.class, maxClients, entry -> HeapWeight.of(entry.resolved()));
    }

    @Override
    public List<VerificationKey> find(Client client, Optional<String> kid) {
        Optional<KeyEntry> present = current(client);
        if (present.isPresent() && present.get().answers(kid)) {
            counters.hit();
            return present.get().keys();
        }
        counters.missed();
        return source(client).map(source -> find(client, kid, source, present)).orElse(List.of());
    }

    @Override
    public List<PropertyDescription> properties() {
        return sources.stream().flatMap(source -> source.properties().stream()).toList();
    }

    @Override
    public List<KeyRemark> remarks(Client client) {
        return current(client).map(entry -> entry.resolved().remarks()).orElse(List.of());
    }

    @Override
    public Optional<Resolved> remembered(ClientId id) {
        return kept.get(id).filter(this::isCurrent).map(KeyEntry::resolved);
    }

    @Override
    public Optional<KeyFailure> failure(ClientId id) {
        return failures.of(id)
                .filter(failure -> failure.validSince() == invalidations.latest(id))
                .map(failure -> new KeyFailure(
                        id, failure.at(), failure.cause(), remembered(id).isPresent()));
    }

    @Override
    public List<KeyFailure> failures() {
        return failures.clients().stream().flatMap(id -> failure(id).stream()).toList();
    }

    @Override
    public Optional<Resolved> refresh(Client client) {
        return source(client)
                .map(source -> ask(client, source, Recency.immediate(invalidations.latest(client.id())))
                        .resolved());
    }

    /** Drops this client's entry: every later request gets the keys that are registered now or later. */
    public void forget(ClientId id) {
        drop(id);
    }

    /** The same for all clients. Returns how many entries were dropped. */
    public int forgetAll() {
        invalidations.addAll();
        return (int) kept.all().stream()
                .filter(entry -> !isValid(entry) && kept.remove(entry.client(), entry))
                .count();
    }

    @Override
    public int clear() {
        int cleared = forgetAll();
        lastCleared = Optional.of(clock.instant());
        return cleared;
    }

    @Override
    public int clear(ClientId id) {
        int cleared = drop(id) ? 1 : 0;
        lastCleared = Optional.of(clock.instant());
        return cleared;
    }

    @Override
    public KeyCacheCounts counts() {
        return new KeyCacheCounts(
                kept.size(),
                counters.hits(),
                counters.misses(),
                counters.fetches(),
                counters.failures(),
                kept.evictions(),
                lastCleared);
    }

    @Override
    public void close() {
        kept.close();
    }

    List<KeyEntry> entries() {
        return kept.all();
    }

    private boolean drop(ClientId id) {
        // The invalidation suffices: results of earlier requests are older than it, even when they are cached later,
        // here and at the source.
        invalidations.add(id);
        return kept.get(id)
                .filter(entry -> !isValid(entry) && kept.remove(id, entry))
                .isPresent();
    }

    private Optional<KeyEntry> current(Client client) {
        return kept.get(client.id()).filter(entry -> entry.isOf(client) && isCurrent(entry));
    }

    private boolean isCurrent(KeyEntry entry) {
        return isValid(entry) && entry.isLive(clock.instant());
    }

    /** Whether it was not invalidated since it was requested. */
    private boolean isValid(KeyEntry entry) {
        return entry.validSince() == invalidations.latest(entry.client());
    }

    private Optional<KeySource> source(Client client) {
        return sources.stream().filter(source -> source.holds(client)).findFirst();
    }

    private List<VerificationKey> find(
            Client client, Optional<String> kid, KeySource source, Optional<KeyEntry> present) {
        // Read before the source is asked: a result is as old as its request.
        long validSince = invalidations.latest(client.id());
        KeyEntry known = present.orElseGet(() -> ask(client, source, Recency.since(validSince)));
        KeyEntry found = known.answers(kid) || !source.isRemote()
                ? known
                : ask(client, source, Recency.after(known.resolved().at(), validSince));
        if (!found.answers(kid) && found.resolved().error().isPresent()) {
            // The cached key set may be too old to have this key.
            throw new UnavailableException(found.resolved().error().get());
        }
        return found.keys();
    }

    /** Asks the source. The result is cached, unless it was invalidated meanwhile or a newer one is cached. */
    private KeyEntry ask(Client client, KeySource source, Recency recency) {
        Instant now = clock.instant();
        KeyEntry entry =
                new KeyEntry(client, resolved(client, source, recency).until(now.plus(ttl)), now, recency.validSince());
        if (isValid(entry)
                && kept.put(client.id(), entry, present -> !isCurrent(present) || entry.supersedes(present))) {
            counters.answered(entry.resolved(), now);
        }
        return current(client).orElse(entry);
    }

    private Resolved resolved(Client client, KeySource source, Recency recency) {
        try {
            Resolved resolved = source.resolve(client, recency);
            if (source.isRemote() && resolved.error().isPresent()) {
                remember(client, recency, resolved.error().get());
            } else {
                failures.succeeded(client.id());
            }
            return resolved;
        } catch (UnavailableException e) {
            counters.failed();
            remember(client, recency, String.valueOf(e.getMessage()));
            throw e;
        }
    }

    private void remember(Client client, Recency recency, String cause) {
        failures.failed(client.id(), recency.validSince(), clock.instant(), cause);
    }
}
