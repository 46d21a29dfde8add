package dev.countersign.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.client.AccessRules;
import dev.countersign.client.Client;
import dev.countersign.client.ClientId;
import dev.countersign.client.ClientProfile;
import dev.countersign.client.ClientStore;
import dev.countersign.client.UnavailableException;
import dev.countersign.task.ChangeLag;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CachedClientStoreTest {

    private static final ClientId BILLING = new ClientId("billing");
    private static final ClientId BOSS = new ClientId("boss");
    private static final ClientId NOBODY = new ClientId("nobody");
    private static final Duration TTL = Duration.ofSeconds(30);
    private static final Duration GRACE = Duration.ofMinutes(5);

    private final Map<ClientId, Client> stored = new HashMap<>();
    private final AtomicInteger questions = new AtomicInteger();
    private boolean down;
    private Instant now = Instant.parse("2026-03-01T12:00:00Z");
    private final AtomicLong nanos = new AtomicLong();
    private final ChangeLag lag = new ChangeLag(nanos::get);
    private final CachedClientStore store = cache(this::ask, Duration.ZERO);
    private final CachedClientStore patient = cache(this::ask, GRACE);

    CachedClientStoreTest() {
        lag.caughtUp(lag.now());
        stored.put(BILLING, client(BILLING, 1, false));
        stored.put(BOSS, client(BOSS, 1, true));
    }

    @AfterEach
    void close() {
        store.close();
        patient.close();
    }

    @Test
    void anAnswerIsBelievedUntilTheTtlIsOver() {
        assertThat(store.remembered(BILLING)).isEmpty();
        assertThat(store.find(BILLING)).contains(client(BILLING, 1, false));
        stored.put(BILLING, client(BILLING, 2, false));

        now = now.plus(TTL).minusMillis(1);
        assertThat(version(store)).isEqualTo(1);
        assertThat(questions).hasValue(1);

        now = now.plusMillis(1);
        assertThat(version(store)).isEqualTo(2);
        assertThat(questions).hasValue(2);
    }

    @Test
    void theSameClientIsReturnedAndNoCopy() {
        assertThat(store.find(BILLING).orElseThrow())
                .isSameAs(store.remembered(BILLING).orElseThrow());
    }

    @Test
    void gen10_whoeverAsksForCertainAsksTheStore() {
        store.find(BILLING);
        store.find(BILLING);
        store.find(NOBODY);
        store.find(NOBODY);

        assertThat(questions).hasValue(4);
    }

    @Test
    void aClockThatIsSetBackMakesNoAnswerLiveLonger() {
        version(store);
        now = now.minusSeconds(3600);

        version(store);

        assertThat(questions).hasValue(2);
    }

    /** By less than the answer's age, so that it looks younger than it is. */
    @Test
    void gen11_aClockThatIsSetBackWithinItsLifeMakesNoAnswerLiveLonger() {
        version(patient);
        down = true;
        nanos.addAndGet(TTL.plus(GRACE).toNanos() - 1);
        now = now.plusSeconds(10);
        assertThat(patient.lastKnown(BILLING)).isPresent();

        nanos.incrementAndGet();

        assertThat(patient.lastKnown(BILLING)).isEmpty();
    }

    @Test
    void whoIsForgottenIsAskedForAgain() {
        version(store);
        store.find(NOBODY);
        stored.remove(BILLING);
        stored.put(NOBODY, client(NOBODY, 1, false));

        store.forget(BILLING);
        store.forget(NOBODY);

        assertThat(lookUp(store, BILLING)).isEmpty();
        assertThat(lookUp(store, NOBODY)).isPresent();
    }

    @Test
    void key7_allAreForgottenAtOnceAndAskedForAgain() {
        version(store);
        stored.remove(BILLING);

        store.forgetAll();

        assertThat(store.remembered(BILLING)).isEmpty();
        assertThat(lookUp(store, BILLING)).isEmpty();
    }

    @Test
    void whoIsGoneIsNotRememberedAndNotLastKnown() {
        version(patient);
        stored.remove(BILLING);

        assertThat(patient.find(BILLING)).isEmpty();

        assertThat(patient.remembered(BILLING)).isEmpty();
        assertThat(patient.lastKnown(BILLING)).isEmpty();
    }

    @Test
    void aLookUpThatBeganBeforeAForgetLeavesNothingBehind() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        AtomicBoolean first = new AtomicBoolean(true);
        CachedClientStore racing = cache(
                id -> {
                    Optional<Client> found = ask(id);
                    if (first.getAndSet(false)) {
                        asked.countDown();
                        await(answer);
                    }
                    return found;
                },
                GRACE);
        CompletableFuture<Optional<Client>> early = CompletableFuture.supplyAsync(() -> racing.find(BILLING));
        await(asked);
        stored.put(BILLING, client(BILLING, 2, false));

        racing.forget(BILLING);
        answer.countDown();
        assertThat(early.get()).contains(client(BILLING, 1, false));

        assertThat(version(racing)).isEqualTo(2);
        racing.forget(BILLING);
        assertThat(racing.remembered(BILLING)).isEmpty();
        assertThat(racing.lastKnown(BILLING)).isEmpty();
        racing.close();
    }

    @Test
    void afterAForgetNobodySeesWhatWasBefore() throws Exception {
        AtomicLong version = new AtomicLong();
        CachedClientStore racing = cache(id -> Optional.of(client(id, version.get(), false)), Duration.ZERO);
        AtomicBoolean stop = new AtomicBoolean();
        CompletableFuture<Void> readers = CompletableFuture.runAsync(() -> {
            while (!stop.get()) {
                racing.find(BILLING);
            }
        });
        try {
            for (int i = 1; i <= 20_000; i++) {
                version.set(i);
                racing.forget(BILLING);
                assertThat(version(racing)).isEqualTo(i);
            }
        } finally {
            stop.set(true);
        }
        readers.get();
        racing.close();
    }

    @Test
    void theLastRequestsOfAnApplicationThatIsBeingStoppedAreAnsweredByTheStore() {
        CachedClientStore stopped = cache(id -> Optional.of(client(id, 1, false)), Duration.ofHours(1));
        stopped.find(BILLING);

        stopped.close();

        assertThat(stopped.remembered(BILLING)).isEmpty();
        assertThat(stopped.lastKnown(BILLING)).isEmpty();
        assertThat(stopped.find(BILLING)).contains(client(BILLING, 1, false));
        stopped.forget(BILLING);
        stopped.forgetAll();
        stopped.close();
    }

    @Test
    void gen11_whatCannotBeToldIsNotAnswered() {
        version(store);
        store.find(NOBODY);
        down = true;
        assertThat(version(store)).isEqualTo(1);

        now = now.plus(TTL);

        for (ClientId id : List.of(BILLING, NOBODY, new ClientId("new"))) {
            assertThatThrownBy(() -> store.find(id)).isInstanceOf(UnavailableException.class);
        }
        down = false;
        assertThat(version(store)).isEqualTo(1);
    }

    @Test
    void duringAnOutageAClientIsLastKnownAWhileLonger() {
        version(patient);

        now = now.plus(TTL).plus(GRACE).minusMillis(1);
        assertThat(patient.remembered(BILLING)).isEmpty();
        assertThat(patient.lastKnown(BILLING)).isPresent();

        now = now.plusMillis(1);
        assertThat(patient.lastKnown(BILLING)).isEmpty();
    }

    @Test
    void withoutGraceAClientIsLastKnownUntilTheTtlIsOver() {
        version(store);

        now = now.plus(TTL).minusMillis(1);
        assertThat(store.lastKnown(BILLING)).isPresent();

        now = now.plusMillis(1);
        assertThat(store.lastKnown(BILLING)).isEmpty();
    }

    /**
     * A follower that is dead or behind lets no revoked secret pass for longer than this while the store can be asked.
     */
    @Test
    void gen11_whileChangesAreNotFollowedTheStoreIsAsked() {
        version(store);
        stored.put(BILLING, client(BILLING, 2, false));

        nanos.addAndGet(ChangeLag.MAX_BELIEVED.toNanos());
        assertThat(version(store)).isEqualTo(1);
        nanos.incrementAndGet();
        assertThat(store.remembered(BILLING)).isEmpty();
        assertThat(version(store)).isEqualTo(2);
        assertThat(version(store)).isEqualTo(2);
        assertThat(questions).hasValue(3);

        lag.caughtUp(lag.now());
        assertThat(version(store)).isEqualTo(2);
        assertThat(questions).hasValue(3);
    }

    @Test
    void gen11_whileNeitherChangesNorTheStoreCanBeAskedTheTtlBoundsWhatIsBelieved() {
        version(store);
        store.find(BOSS);
        down = true;
        nanos.addAndGet(ChangeLag.MAX_BELIEVED.toNanos() + 1);

        assertThatThrownBy(() -> lookUp(store, BILLING)).isInstanceOf(UnavailableException.class);
        assertThat(store.lastKnown(BILLING)).isPresent();
        assertThat(store.remembered(BOSS)).isEmpty();
        assertThat(store.lastKnown(BOSS)).isEmpty();
        now = now.plus(TTL);
        assertThat(store.lastKnown(BILLING)).isEmpty();
    }

    @Test
    void beforeTheFirstAnswerAboutChangesNothingIsBelieved() {
        CachedClientStore early = new CachedClientStore(this::ask, TTL, GRACE, new ChangeLag(nanos::get), () -> now);
        early.find(BILLING);

        assertThat(early.remembered(BILLING)).isEmpty();
        assertThat(early.lastKnown(BILLING)).isPresent();
        early.close();
    }

    @Test
    void nobodyIsLastKnownAsAnAdministrator() {
        patient.find(BOSS);

        assertThat(patient.remembered(BOSS)).isPresent();
        assertThat(patient.lastKnown(BOSS)).isEmpty();
    }

    @Test
    void nobodyIsLastKnownAsAnAuditor() {
        ClientId watcher = new ClientId("watcher");
        Client plain = client(watcher, 1, false);
        AccessRules reading = new AccessRules(true, List.of(), Optional.empty());
        stored.put(watcher, plain.with(plain.profile().with(reading)));
        patient.find(watcher);

        assertThat(patient.remembered(watcher)).isPresent();
        assertThat(patient.lastKnown(watcher)).isEmpty();
    }

    @Test
    void idsThatAreMadeUpPushNobodyOut() {
        CachedClientStore small = new CachedClientStore(this::ask, TTL, Duration.ZERO, lag, () -> now, 10);
        small.find(BILLING);
        for (int i = 0; i < 1000; i++) {
            small.find(new ClientId("made-up-" + i));
        }

        assertThat(small.remembered(BILLING)).isPresent();
        small.close();
    }

    @Test
    void noMoreIsRememberedThanFits() {
        CachedClientStore small = new CachedClientStore(
                id -> Optional.of(client(id, questions.incrementAndGet(), false)),
                TTL,
                Duration.ZERO,
                lag,
                () -> now,
                10);
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < 1000; i++) {
                lookUp(small, new ClientId("client-" + i));
            }
        }

        assertThat(questions).hasValueGreaterThan(1900);
        small.close();
    }

    private Optional<Client> ask(ClientId id) {
        questions.incrementAndGet();
        if (down) {
            throw new UnavailableException("down", new IllegalStateException());
        }
        return Optional.ofNullable(stored.get(id));
    }

    private CachedClientStore cache(ClientStore delegate, Duration grace) {
        return new CachedClientStore(delegate, TTL, grace, lag, () -> now);
    }

    /** As the gatekeeper does it. */
    private static Optional<Client> lookUp(ClientStore store, ClientId id) {
        Optional<Client> remembered = store.remembered(id);
        return remembered.isPresent() ? remembered : store.find(id);
    }

    private static long version(ClientStore store) {
        return lookUp(store, BILLING).orElseThrow().version();
    }

    private static Client client(ClientId id, long version, boolean administrator) {
        ClientProfile plain = ClientProfile.confidential();
        ClientProfile profile = new ClientProfile(
                "", "", plain.accessType(), true, plain.method(), plain.scopes(), List.of(), administrator, Map.of());
        return new Client(id, profile, List.of(), version, Instant.EPOCH, Instant.EPOCH);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
