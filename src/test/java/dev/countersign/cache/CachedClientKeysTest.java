package dev.countersign.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.auth.KeySource;
import dev.countersign.auth.VerificationKey;
import dev.countersign.client.Client;
import dev.countersign.client.ClientId;
import dev.countersign.client.ClientProfile;
import dev.countersign.client.UnavailableException;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CachedClientKeysTest {

    private static final Duration TTL = Duration.ofMinutes(10);
    private static final Optional<String> NO_KID = Optional.empty();
    private static final Client BILLING = client("billing", 1);
    private static final PublicKey KEY = key();

    private Instant now = Instant.parse("2026-03-01T12:00:00Z");
    private final PlainSource source = new PlainSource(() -> now);
    private final CachedClientKeys keys = new CachedClientKeys(List.of(source), TTL, 10, () -> now);
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void close() {
        keys.close();
        threads.shutdownNow();
    }

    @Test
    void keysAreBelievedUntilTheirSourceOrTheTtlSaysOtherwise() {
        source.serve("a");
        source.life(Duration.ofMinutes(1));
        assertThat(kids(keys.find(BILLING, NO_KID))).containsExactly("a");
        assertThat(keys.find(BILLING, NO_KID)).isSameAs(keys.find(BILLING, Optional.of("a")));
        now = now.plusSeconds(60).minusNanos(1);
        keys.find(BILLING, NO_KID);
        assertThat(source.asked()).isEqualTo(1);
        now = now.plusNanos(1);
        source.life(Duration.ofDays(1));
        keys.find(BILLING, NO_KID);
        assertThat(source.asked()).isEqualTo(2);
        now = now.plus(TTL).minusNanos(1);
        keys.find(BILLING, NO_KID);
        assertThat(source.asked()).isEqualTo(2);
        now = now.plusNanos(1);
        keys.find(BILLING, NO_KID);
        assertThat(source.asked()).isEqualTo(3);
        now = now.minusSeconds(3600);
        keys.find(BILLING, NO_KID);
        assertThat(source.asked()).isEqualTo(4);
    }

    @Test
    void anotherVersionOfTheClientIsAnotherClient() {
        keys.find(BILLING, NO_KID);
        keys.find(client("billing", 2), NO_KID);

        assertThat(source.asked()).isEqualTo(2);
    }

    @Test
    void key4_anUnknownKidAsksForNewerKeysButNotAgainAndAgain() {
        source.serve("a");
        Instant first = now;
        keys.find(BILLING, NO_KID);
        now = now.plusSeconds(40);
        source.serve("a", "b");

        assertThat(kids(keys.find(BILLING, Optional.of("b")))).containsExactly("a", "b");
        assertThat(source.newerThan()).isEqualTo(first.plusNanos(1));
        for (int i = 0; i < 100; i++) {
            assertThat(kids(keys.find(BILLING, Optional.of("random" + i)))).containsExactly("a", "b");
        }
        assertThat(source.asked()).isEqualTo(2);
        now = now.plusSeconds(1);
        keys.find(BILLING, Optional.of("c"));
        assertThat(source.asked()).isEqualTo(3);
    }

    @Test
    void jwt8_aKidSaysNothingAboutRegisteredCertificates() {
        source.serveCertificate();
        keys.find(BILLING, NO_KID);

        assertThat(keys.find(BILLING, Optional.of("foreign"))).hasSize(1);
        assertThat(source.asked()).isEqualTo(1);
    }

    @Test
    void gen11_anUnknownKidIsNoAnswerWhileTheSourceFails() {
        source.serve("a");
        source.failSoftly("down");

        assertThat(kids(keys.find(BILLING, Optional.of("a")))).containsExactly("a");
        assertThatThrownBy(() -> keys.find(BILLING, Optional.of("b")))
                .isInstanceOf(UnavailableException.class)
                .hasMessage("down");
    }

    @Test
    void gen11_keysThatCannotBeHadAreNotRememberedAsNone() {
        source.fail(true);
        assertThatThrownBy(() -> keys.find(BILLING, NO_KID)).isInstanceOf(UnavailableException.class);
        source.fail(false);
        source.serve("a");

        assertThat(kids(keys.find(BILLING, NO_KID))).containsExactly("a");
        assertThat(keys.counts().fetchFailures()).isEqualTo(1);
    }

    @Test
    void exactlyOneSourceHoldsTheKeys() {
        CachedClientKeys none = new CachedClientKeys(List.of(), TTL, 10, () -> now);
        assertThat(none.find(BILLING, Optional.of("a"))).isEmpty();
        none.close();
        CachedClientKeys two = new CachedClientKeys(List.of(source, source), TTL, 10, () -> now);
        assertThatThrownBy(() -> two.find(BILLING, NO_KID)).isInstanceOf(UnavailableException.class);
        two.close();
    }

    @Test
    void key7_clearingMakesTheNextQuestionReachTheSource() {
        Client other = client("other", 1);
        keys.find(BILLING, NO_KID);
        keys.find(other, NO_KID);

        assertThat(keys.clear(BILLING.id())).isEqualTo(1);
        assertThat(keys.clear(BILLING.id())).isZero();
        assertThat(source.forgotten()).containsExactly("billing");
        assertThat(keys.remembered(BILLING.id())).isEmpty();
        assertThat(keys.remembered(other.id())).isPresent();
        keys.find(BILLING, NO_KID);
        assertThat(source.asked()).isEqualTo(3);

        assertThat(keys.clear()).isEqualTo(2);
        assertThat(keys.clear()).isZero();
        assertThat(source.forgotten()).containsExactlyInAnyOrder("billing", "billing", "other");
        keys.find(BILLING, NO_KID);
        keys.find(other, NO_KID);
        assertThat(source.asked()).isEqualTo(5);
        keys.forget(other.id());
        assertThat(keys.remembered(other.id())).isEmpty();
    }

    @Test
    void key7_whatASourceKeptOfAClientThatHadNoEntryAnyMoreIsForgottenToo() {
        source.keepsFrom(now);
        keys.clear();
        now = now.plusSeconds(1);
        keys.clear(BILLING.id());

        keys.find(BILLING, NO_KID);

        assertThat(source.forgotten()).containsExactly("billing");
        assertThat(keys.remembered(BILLING.id()).orElseThrow().at()).isEqualTo(now);
    }

    @Test
    void key7_whatWasUnderWayWhenItWasClearedLeavesNothingBehind() throws Exception {
        for (boolean all : new boolean[] {true, false}) {
            source.serve("old");
            CountDownLatch answer = source.hold();
            CompletableFuture<List<String>> early =
                    CompletableFuture.supplyAsync(() -> kids(keys.find(BILLING, NO_KID)), threads);
            source.awaitHeld();
            if (all) {
                keys.clear();
            } else {
                keys.forget(BILLING.id());
            }
            assertThat(source.forgotten()).contains("billing");
            source.serve("new");
            assertThat(kids(keys.find(BILLING, NO_KID))).containsExactly("new");
            answer.countDown();

            assertThat(early.get()).containsExactly("old");
            assertThat(kids(keys.find(BILLING, NO_KID))).containsExactly("new");
            keys.clear();
        }
    }

    @Test
    void key3_concurrentMissesOfOneClientAskOnceAndHoldUpNobodyElse() throws Exception {
        source.serve("a");
        CountDownLatch answer = source.hold();
        List<CompletableFuture<List<String>>> finds = new ArrayList<>();
        for (int i = 0; i < 1 + Resolutions.WAITING_PER_QUESTION; i++) {
            finds.add(CompletableFuture.supplyAsync(() -> kids(keys.find(BILLING, Optional.of("a"))), threads));
        }
        source.awaitHeld();

        assertThat(kids(keys.find(client("other", 1), NO_KID))).containsExactly("a");
        answer.countDown();

        for (CompletableFuture<List<String>> find : finds) {
            assertThat(find.get(5, TimeUnit.SECONDS)).containsExactly("a");
        }
        assertThat(source.asked()).isEqualTo(2);
    }

    @Test
    void key3_onlySoManyWaitForASlowSource() throws Exception {
        CountDownLatch answer = source.hold();
        int waiting = 1 + Resolutions.WAITING_PER_QUESTION;
        List<CompletableFuture<Boolean>> finds = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            finds.add(CompletableFuture.supplyAsync(this::isFound, threads));
        }
        source.awaitHeld();
        while (finds.stream().filter(CompletableFuture::isDone).count() < 100 - waiting) {
            Thread.onSpinWait();
        }
        // Who comes late finds out at once, and takes up no thread.
        assertThat(isFound()).isFalse();
        answer.countDown();

        assertThat(finds.stream().filter(CompletableFuture::join).count()).isEqualTo(waiting);
    }

    @Test
    void key3_manySlowClientsTakeUpOnlySoManyRequests() throws Exception {
        CountDownLatch answer = source.holdAll();
        int clients = 4;
        List<CompletableFuture<Boolean>> finds = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            Client slow = client("slow-" + i % clients, 1);
            finds.add(CompletableFuture.supplyAsync(() -> isFound(slow), threads));
        }
        int waiting = clients + Resolutions.WAITING_IN_ALL;
        while (finds.stream().filter(CompletableFuture::isDone).count() < 100 - waiting) {
            Thread.onSpinWait();
        }
        answer.countDown();

        assertThat(finds.stream().filter(CompletableFuture::join).count()).isEqualTo(waiting);
    }

    @Test
    void key7_aRefreshReachesTheSourceHoweverFreshTheKeysAre() {
        source.serve("a");
        keys.find(BILLING, NO_KID);
        source.serve("b");

        assertThat(kids(keys.refresh(BILLING).orElseThrow().keys())).containsExactly("b");
        assertThat(source.refreshed()).isEqualTo(1);
        assertThat(kids(keys.find(BILLING, Optional.of("b")))).containsExactly("b");
        assertThat(keys.remembered(BILLING.id()).orElseThrow().freshUntil()).isEqualTo(now.plus(TTL));
        // It was just looked for newer keys.
        keys.find(BILLING, Optional.of("c"));
        assertThat(source.asked()).isEqualTo(2);
    }

    @Test
    void key5_aRefreshThatFailsTakesNothingAway() {
        source.serve("a");
        keys.find(BILLING, NO_KID);
        source.fail(true);

        assertThatThrownBy(() -> keys.refresh(BILLING))
                .isInstanceOf(UnavailableException.class)
                .hasMessage("down");
        assertThat(kids(keys.find(BILLING, NO_KID))).containsExactly("a");
        source.fail(false);
        source.failSoftly("slow");
        assertThat(keys.refresh(BILLING).orElseThrow().error()).contains("slow");
        assertThat(keys.remembered(BILLING.id()).orElseThrow().error()).contains("slow");
    }

    @Test
    void key3_refreshesAtOnceShareOneAnswerButNotThatOfWhoDoesNotInsist() throws Exception {
        source.serve("a");
        CountDownLatch first = source.hold();
        CompletableFuture<List<String>> find =
                CompletableFuture.supplyAsync(() -> kids(keys.find(BILLING, NO_KID)), threads);
        source.awaitHeld();
        CountDownLatch second = source.hold();
        List<Thread> refreshes = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            Thread refresh = new Thread(() -> keys.refresh(BILLING));
            refreshes.add(refresh);
            refresh.start();
        }
        source.awaitHeld();
        // All of them wait, one for the source and nine for that one.
        for (Thread refresh : refreshes) {
            while (refresh.getState() != Thread.State.WAITING && refresh.getState() != Thread.State.TIMED_WAITING) {
                Thread.onSpinWait();
            }
        }
        second.countDown();
        for (Thread refresh : refreshes) {
            refresh.join();
        }
        assertThat(source.refreshed()).isEqualTo(1);
        assertThat(find).isNotDone();
        first.countDown();
        assertThat(find.get(5, TimeUnit.SECONDS)).containsExactly("a");
    }

    @Test
    void whoHasNoKeysAnywhereHasNoneToRefresh() {
        CachedClientKeys none = new CachedClientKeys(List.of(), TTL, 10, () -> now);
        assertThat(none.refresh(BILLING)).isEmpty();
        assertThat(none.remembered(BILLING.id())).isEmpty();
        none.close();
    }

    @Test
    void key7_aRefreshThatWasUnderWayWhenItWasClearedLeavesNothingBehind() throws Exception {
        source.serve("old");
        CountDownLatch answer = source.hold();
        CompletableFuture<Optional<KeySource.Resolved>> early =
                CompletableFuture.supplyAsync(() -> keys.refresh(BILLING), threads);
        source.awaitHeld();
        keys.clear(BILLING.id());
        source.serve("new");
        answer.countDown();

        assertThat(kids(early.get(5, TimeUnit.SECONDS).orElseThrow().keys())).containsExactly("old");
        assertThat(keys.remembered(BILLING.id())).isEmpty();
        assertThat(kids(keys.find(BILLING, NO_KID))).containsExactly("new");
    }

    @Test
    void afterAForgetNobodySeesWhatWasBefore() throws Exception {
        CompletableFuture<Void> reader = CompletableFuture.runAsync(
                () -> {
                    while (!Thread.currentThread().isInterrupted() && source.version() < 5000) {
                        keys.find(BILLING, NO_KID);
                    }
                },
                threads);
        for (int i = 1; i <= 5000; i++) {
            source.serve("v" + i);
            keys.forget(BILLING.id());
            assertThat(kids(keys.find(BILLING, NO_KID))).containsExactly("v" + i);
        }
        reader.get(5, TimeUnit.SECONDS);
    }

    @Test
    void noMoreIsKeptThanFitsAndWhatHadToGoIsCounted() {
        CachedClientKeys small = new CachedClientKeys(List.of(source), TTL, 10, () -> now);
        for (int i = 0; i < 1000; i++) {
            small.find(client("client-" + i, 1), NO_KID);
            assertThat(small.entries()).hasSizeLessThanOrEqualTo(10);
        }
        assertThat(small.counts().evictions()).isEqualTo(1000 - small.entries().size());
        small.clear();
        assertThat(small.entries()).isEmpty();
        small.close();
    }

    @Test
    void requestsThatRunOnAfterTheEndOnlyLoseTime() {
        keys.find(BILLING, NO_KID);
        keys.close();

        assertThat(keys.find(BILLING, NO_KID)).isEqualTo(keys.find(BILLING, Optional.of("x")));
        assertThat(keys.remembered(BILLING.id())).isEmpty();
        assertThat(keys.clear()).isZero();
        assertThat(keys.clear(BILLING.id())).isZero();
        keys.forget(BILLING.id());
        assertThat(keys.entries()).isEmpty();
        keys.close();
    }

    private boolean isFound() {
        return isFound(BILLING);
    }

    private boolean isFound(Client client) {
        try {
            return keys.find(client, NO_KID).isEmpty();
        } catch (UnavailableException e) {
            return false;
        }
    }

    static List<String> kids(List<VerificationKey> found) {
        return found.stream().map(key -> key.kid().orElse("-")).toList();
    }

    static VerificationKey key(String kid, Optional<String> credential) {
        return new VerificationKey(
                Optional.of(kid),
                Optional.empty(),
                KEY,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                credential);
    }

    static Client client(String id, long version) {
        return new Client(
                new ClientId(id), ClientProfile.confidential(), List.of(), version, Instant.EPOCH, Instant.EPOCH);
    }

    private static PublicKey key() {
        try {
            return KeyPairGenerator.getInstance("EC").generateKeyPair().getPublic();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
