package dev.countersign.cache;

import dev.countersign.auth.ClientKeys;
import dev.countersign.auth.KeyCache;
import dev.countersign.auth.KeyCacheCounts;
import dev.countersign.auth.KeySource;
import dev.countersign.auth.KeySource.Resolved;
import dev.countersign.auth.VerificationKey;
import dev.countersign.cache.Marks.Mark;
import dev.countersign.cache.Resolutions.Question;
import dev.countersign.client.Client;
import dev.countersign.client.ClientId;
import dev.countersign.client.UnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Keeps the public keys of clients ready to verify with, one entry per client, for as long as their source believes them. That keys cannot be had is not
 * remembered here. Thread-safe; who finds the keys in it waits for nobody.
 */
public final class CachedClientKeys implements ClientKeys, KeyCache, AutoCloseable {

    /** For how long nobody asks a source again for a key that it has just not had. */
    private static final Duration SURELY_NO_NEWER = Duration.ofSeconds(1);

    private static final Instant NEVER = Instant.MIN;

    private final List<KeySource> sources;
    private final Duration ttl;
    private final InstantSource clock;
    private final KeyShelf shelf;
    private final Marks marks = new Marks();
    private final Resolutions resolutions = new Resolutions();
    private final KeyCounters counters = new KeyCounters();

    private volatile Optional<Instant> lastCleared = Optional.empty();

    /**
     * Knows no keys yet.
     *
     * @param sources exactly one of them holds the keys of a client that has any
     * @param ttl how long keys are believed at most, whatever their source says
     * @param mostClients whose keys are kept
     */
    public CachedClientKeys(List<KeySource> sources, Duration ttl, int mostClients, InstantSource clock) {
        this.sources = List.copyOf(sources);
        this.ttl = ttl;
        this.clock = clock;
        this.shelf = new KeyShelf(mostClients);
    }

    @Override
    public List<VerificationKey> find(Client client, Optional<String> kid) {
        Optional<KeyEntry> kept = current(client);
        if (kept.isPresent() && kept.get().answers(kid)) {
            counters.hit();
            return kept.get().keys();
        }
        counters.missed();
        Optional<KeySource> source = source(client);
        if (source.isEmpty()) {
            return List.of();
        }
        KeyEntry known = kept.orElseGet(() -> resolve(client, source.get(), Instant.EPOCH));
        KeyEntry found = known.answers(kid) ? known : newer(client, source.get(), known);
        if (!found.answers(kid) && found.resolved().error().isPresent()) {
            // The set that we have may just be too old to have this key.
            throw new UnavailableException(found.resolved().error().get());
        }
        return found.keys();
    }

    @Override
    public Optional<Resolved> remembered(ClientId id) {
        return shelf.get(id).filter(this::isCurrent).map(KeyEntry::resolved);
    }

    @Override
    public Optional<Resolved> refresh(Client client) {
        return source(client).map(source -> {
            Mark mark = marks.of(client.id());
            Question question = new Question(client.id(), client.version(), mark.number(), true);
            return resolutions
                    .join(question, client, source, () -> ask(client, source, mark, true, () -> source.refresh(client)))
                    .resolved();
        });
    }

    /** Whoever asks for this client's keys from now on gets what is registered from now on. */
    public void forget(ClientId id) {
        drop(id);
    }

    /** The same, for all clients. Answers how many entries went. */
    public int forgetAll() {
        AtomicInteger cleared = new AtomicInteger();
        shelf.all().forEach(KeyEntry::forgetAtSource);
        resolutions.forgetAtSources(any -> true);
        // Not before the sources: what somebody gets from them until now has an older mark.
        marks.setAll(clock.instant());
        shelf.all().stream().filter(entry -> !isMarked(entry)).forEach(entry -> {
            if (shelf.remove(entry)) {
                cleared.incrementAndGet();
            }
        });
        return cleared.get();
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
                shelf.all().size(),
                counters.hits(),
                counters.misses(),
                counters.fetches(),
                counters.failures(),
                shelf.evictions(),
                lastCleared);
    }

    @Override
    public void close() {
        shelf.close();
    }

    List<KeyEntry> entries() {
        return shelf.all();
    }

    private boolean drop(ClientId id) {
        shelf.get(id).ifPresent(KeyEntry::forgetAtSource);
        resolutions.forgetAtSources(id::equals);
        marks.set(id, clock.instant());
        return shelf.get(id)
                .filter(entry -> !isMarked(entry))
                .map(shelf::remove)
                .orElse(false);
    }

    private Optional<KeyEntry> current(Client client) {
        return shelf.get(client.id()).filter(entry -> entry.isOf(client) && isCurrent(entry));
    }

    private boolean isCurrent(KeyEntry entry) {
        return isMarked(entry) && entry.isLive(clock.instant());
    }

    /** Whether it was not forgotten since it was asked for. */
    private boolean isMarked(KeyEntry entry) {
        return entry.mark() == marks.of(entry.client().id()).number();
    }

    private Optional<KeySource> source(Client client) {
        List<KeySource> holding =
                sources.stream().filter(source -> source.holds(client)).toList();
        if (holding.size() > 1) {
            throw new UnavailableException("the client's keys are registered in more than one place");
        }
        return holding.stream().findFirst();
    }

    /** After a key was named that is not there. */
    private KeyEntry newer(Client client, KeySource source, KeyEntry known) {
        Instant now = clock.instant();
        boolean justLooked =
                !now.isBefore(known.looked()) && now.isBefore(known.looked().plus(SURELY_NO_NEWER));
        return justLooked
                ? known
                : resolve(client, source, known.resolved().at().plusNanos(1));
    }

    private KeyEntry resolve(Client client, KeySource source, Instant newerThan) {
        Mark mark = marks.of(client.id());
        Question question = new Question(client.id(), client.version(), mark.number(), false);
        return resolutions.join(question, client, source, () -> {
            Optional<KeyEntry> meanwhile =
                    current(client).filter(entry -> !entry.resolved().at().isBefore(newerThan));
            boolean looking = !newerThan.equals(Instant.EPOCH);
            return meanwhile.orElseGet(
                    () -> ask(client, source, mark, looking, () -> source.resolve(client, newerThan)));
        });
    }

    /** @param looking whether it is asked for more than what it has anyway */
    private KeyEntry ask(Client client, KeySource source, Mark mark, boolean looking, Supplier<Resolved> question) {
        Instant now = clock.instant();
        Resolved resolved = counted(question, now);
        if (resolved.at().isBefore(mark.at())) {
            // It kept what we had no entry of any more when it was cleared.
            source.forget(client);
            resolved = counted(question, now);
        }
        KeyEntry entry = new KeyEntry(
                client, source, within(now.plus(ttl), resolved), now, mark.number(), looking ? now : NEVER);
        shelf.put(entry);
        return entry;
    }

    private static Resolved within(Instant longest, Resolved resolved) {
        return resolved.freshUntil().isAfter(longest)
                ? new Resolved(resolved.keys(), resolved.at(), longest, resolved.error())
                : resolved;
    }

    private Resolved counted(Supplier<Resolved> question, Instant now) {
        try {
            Resolved resolved = question.get();
            counters.answered(resolved, now);
            return resolved;
        } catch (UnavailableException e) {
            counters.failed();
            throw e;
        }
    }
}
