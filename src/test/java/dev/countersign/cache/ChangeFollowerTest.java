package dev.countersign.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.client.ChangeFeed.Changes;
import dev.countersign.client.ClientId;
import dev.countersign.client.UnavailableException;
import dev.countersign.log.HeardLog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import org.junit.jupiter.api.Test;

class ChangeFollowerTest {

    private static final ClientId BILLING = new ClientId("billing");
    private static final ClientId OTHER = new ClientId("other");
    private static final Duration OFTEN = Duration.ofMillis(1);

    /** Empty: all are to be forgotten. */
    private final List<Optional<ClientId>> changes = new ArrayList<>();

    private final BlockingQueue<ClientId> forgotten = new LinkedBlockingQueue<>();
    private final Semaphore forgottenAll = new Semaphore(0);
    private final Semaphore failures = new Semaphore(0);
    private boolean down;

    @Test
    void changesFromNowOnAreForgotten() throws Exception {
        change(OTHER);
        try (ChangeFollower follower = follower()) {
            assertThat(follower).isNotNull();
            change(BILLING);
            assertThat(next()).isEqualTo(BILLING);
            change(OTHER);
            assertThat(next()).isEqualTo(OTHER);
        }
        assertThat(forgotten).isEmpty();
        assertThat(forgottenAll.availablePermits()).isZero();
    }

    @Test
    void key7_whereAllAreToBeForgottenTheyAreAndNoChangeAfterItIsMissed() throws Exception {
        try (ChangeFollower follower = follower()) {
            assertThat(follower).isNotNull();
            synchronized (this) {
                changes.add(Optional.empty());
                changes.add(Optional.of(BILLING));
            }
            assertThat(forgottenAll.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
            assertThat(next()).isEqualTo(BILLING);
        }
        assertThat(forgottenAll.availablePermits()).isZero();
    }

    @Test
    void afterAnOutageNothingIsMissedAndTheLogSaysSoOnce() throws Exception {
        HeardLog log = HeardLog.of(ChangeFollower.class);
        try (ChangeFollower follower = follower()) {
            assertThat(follower).isNotNull();
            turn(true);
            failures.acquire(3);
            change(BILLING);
            turn(false);
            assertThat(next()).isEqualTo(BILLING);
            change(OTHER);
            assertThat(next()).isEqualTo(OTHER);
        } finally {
            log.close();
        }
        assertThat(log.levels()).containsExactly(Level.WARNING, Level.INFO);
    }

    @Test
    void aFollowerThatStartsDuringAnOutageFollowsAfterIt() throws Exception {
        turn(true);
        try (ChangeFollower follower = follower()) {
            assertThat(follower).isNotNull();
            failures.acquire(2);
            turn(false);
            do {
                change(BILLING);
            } while (forgotten.poll(10, TimeUnit.MILLISECONDS) == null);
        }
    }

    private ChangeFollower follower() {
        return new ChangeFollower(this::since, forgotten::add, forgottenAll::release, OFTEN);
    }

    private ClientId next() throws InterruptedException {
        ClientId next = forgotten.poll(10, TimeUnit.SECONDS);
        assertThat(next).isNotNull();
        return next;
    }

    private synchronized void change(ClientId id) {
        changes.add(Optional.of(id));
    }

    private synchronized void turn(boolean off) {
        down = off;
    }

    /** One change at a time, to make it ask again. */
    private synchronized Changes since(long position) {
        if (down) {
            failures.release();
            throw new UnavailableException("down", new IllegalStateException());
        }
        if (position >= changes.size()) {
            return new Changes(changes.size(), Set.of(), false);
        }
        Optional<ClientId> change = changes.get((int) position);
        return new Changes(position + 1, change.map(Set::of).orElse(Set.of()), change.isEmpty());
    }
}
