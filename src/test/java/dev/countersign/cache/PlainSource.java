package dev.countersign.cache;

import dev.countersign.auth.KeySource;
import dev.countersign.auth.Recency;
import dev.countersign.auth.VerificationKey;
import dev.countersign.client.Client;
import dev.countersign.client.UnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

/** A source that does as the test says, and remembers how it was asked. Thread-safe. */
final class PlainSource implements KeySource {

    private final InstantSource clock;
    private List<VerificationKey> keys = List.of();
    private Duration life = Duration.ofHours(1);
    private Optional<String> error = Optional.empty();
    private Optional<Instant> at = Optional.empty();
    private boolean remote = true;
    private Optional<CountDownLatch> held = Optional.empty();
    private CountDownLatch holding = new CountDownLatch(1);
    private Recency recency = Recency.since(0);
    private boolean failing;
    private boolean holdingAll;
    private int asked;
    private int refreshed;
    private int version;

    PlainSource(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public boolean holds(Client client) {
        return true;
    }

    @Override
    public boolean isRemote() {
        return remote;
    }

    @Override
    public Resolved resolve(Client client, Recency wanted) {
        Resolved answer;
        Optional<CountDownLatch> wait;
        synchronized (this) {
            asked++;
            recency = wanted;
            refreshed += wanted.immediate() ? 1 : 0;
            if (failing) {
                throw new UnavailableException("down");
            }
            Instant now = clock.instant();
            answer = new Resolved(keys, at.orElse(now), now.plus(life), error);
            wait = held;
            held = holdingAll ? held : Optional.empty();
        }
        wait.ifPresent(this::await);
        return answer;
    }

    synchronized void serve(String... kids) {
        version++;
        keys = Stream.of(kids)
                .map(kid -> CachedClientKeysTest.key(kid, Optional.empty()))
                .toList();
    }

    synchronized void serveCertificate() {
        keys = List.of(CachedClientKeysTest.key("own", Optional.of("1")));
    }

    synchronized void life(Duration duration) {
        life = duration;
    }

    synchronized void failSoftly(String why) {
        error = Optional.of(why);
    }

    synchronized void fail(boolean whether) {
        failing = whether;
    }

    /** As one that is a part of the client. */
    synchronized void local() {
        remote = false;
    }

    /** As if it answered with what it was asked for then. */
    synchronized void answerOf(Instant when) {
        at = Optional.of(when);
    }

    /** The next answer is held back until the latch opens. */
    synchronized CountDownLatch hold() {
        CountDownLatch latch = new CountDownLatch(1);
        held = Optional.of(latch);
        holding = new CountDownLatch(1);
        return latch;
    }

    /** The same for all that follow. */
    synchronized CountDownLatch holdAll() {
        holdingAll = true;
        return hold();
    }

    void awaitHeld() throws InterruptedException {
        CountDownLatch latch;
        synchronized (this) {
            latch = holding;
        }
        latch.await();
    }

    synchronized int asked() {
        return asked;
    }

    synchronized int refreshed() {
        return refreshed;
    }

    synchronized int version() {
        return version;
    }

    synchronized Recency recency() {
        return recency;
    }

    private void await(CountDownLatch latch) {
        synchronized (this) {
            holding.countDown();
        }
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
