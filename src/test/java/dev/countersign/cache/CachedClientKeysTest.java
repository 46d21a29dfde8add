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
    void key4_anUnknownKidAsksTheSourceForNewerKeys() {
        source.serve("a");
        Instant first = now;
        keys.find(BILLING, NO_KID);
        assertThat(source.recency().newerThan()).isEqualTo(Instant.MIN);
        now = now.plusSeconds(40);
        source.serve("a", "b");

        assertThat(kids(keys.find(BILLING, Optional.of("b")))).containsExactly("a", "b");
        assertThat(source.recency().newerThan()).isEqualTo(first.plusNanos(1));
        assertThat(source.recency().immediate()).isFalse();
        assertThat(source.asked()).isEqualTo(2);
        assertThat(kids(keys.find(BILLING, Optional.of("c")))).containsExactly("a", "b");
        assertThat(source.asked()).isEqualTo(3);
    }

    @Test
    void key4_unknownKidsThatBringNothingNewChangeNothingAndCountAsNoFetch() {
        source.serve("a");
        source.answerOf(now);
        source.life(Duration.ofMinutes(5));
        keys.find(BILLING, NO_KID);
        KeySource.Resolved remembered = keys.remembered(BILLING.id()).orElseThrow();

        for (int i = 0; i < 100; i++) {
            assertThat(kids(keys.find(BILLING, Optional.of("random" + i)))).containsExactly("a");
        }
        assertThat(keys.remembered(BILLING.id()).orElseThrow()).isSameAs(remembered);
        assertThat(keys.counts().fetches()).isEqualTo(1);

        source.failSoftly("down");
        for (int i = 0; i < 100; i++) {
            assertThatThrownBy(() -> keys.find(BILLING, Optional.of("random"))).hasMessage("down");
        }
        assertThat(keys.counts().fetchFailures()).isEqualTo(1);
    }

    @Test
    void key4_anUnknownKidAsksNoSourceWhoseKeysComeWithTheClient() {
        source.local();
        source.serve("a");
        for (int i = 0; i < 100; i++) {
            assertThat(kids(keys.find(BILLING, Optional.of("random" + i)))).containsExactly("a");
            now = now.plusSeconds(1);
        }
        assertThat(source.asked()).isEqualTo(1);
    }

    @Test
    void key8_aLateAnswerReplacesNoNewerOne() throws Exception {
        source.serve("old");
        CountDownLatch answer = source.hold();
        CompletableFuture<List<String>> early =
                CompletableFuture.supplyAsync(() -> kids(keys.find(BILLING, NO_KID)), threads);
        source.awaitHeld();
        now = now.plusSeconds(1);
        source.serve("new");
        assertThat(kids(keys.find(BILLING, NO_KID))).containsExactly("new");
        answer.countDown();

        assertThat(early.get(5, TimeUnit.SECONDS)).containsExactly("new");
        assertThat(kids(keys.find(BILLING, NO_KID))).containsExactly("new");
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
    void theFirstSourceThatHoldsKeysIsTheOnlyOne() {
        CachedClientKeys none = new CachedClientKeys(List.of(), TTL, 10, () -> now);
        assertThat(none.find(BILLING, Optional.of("a"))).isEmpty();
        none.close();
        PlainSource later = new PlainSource(() -> now);
        later.serve("kept");
        CachedClientKeys two = new CachedClientKeys(List.of(source, later), TTL, 10, () -> now);
        assertThat(two.find(BILLING, Optional.of("kept"))).isEmpty();
        source.fail(true);
        now = now.plus(TTL);
        assertThatThrownBy(() -> two.find(BILLING, Optional.of("kept"))).isInstanceOf(UnavailableException.class);
        assertThat(later.asked()).isZero();
        two.close();
    }

    @Test
    void key7_clearingMakesTheNextQuestionReachTheSource() {
        Client other = client("other", 1);
        keys.find(BILLING, NO_KID);
        keys.find(other, NO_KID);

        assertThat(keys.clear(BILLING.id())).isEqualTo(1);
        assertThat(keys.clear(BILLING.id())).isZero();
        assertThat(keys.remembered(BILLING.id())).isEmpty();
        assertThat(keys.remembered(other.id())).isPresent();
        keys.find(BILLING, NO_KID);
        assertThat(source.asked()).isEqualTo(3);

        assertThat(keys.clear()).isEqualTo(2);
        assertThat(keys.clear()).isZero();
        keys.find(BILLING, NO_KID);
        keys.find(other, NO_KID);
        assertThat(source.asked()).isEqualTo(5);
        keys.forget(other.id());
        assertThat(keys.remembered(other.id())).isEmpty();
    }

    @Test
    void key7_whatASourceKeptOfAClientThatHadNoEntryAnyMoreIsVoidToo() {
        keys.find(BILLING, NO_KID);
        long before = source.recency().validSince();
        keys.find(BILLING, Optional.of("unknown"));
        assertThat(source.recency().validSince()).isEqualTo(before);
        for (Runnable clearing : List.<Runnable>of(keys::clear, () -> keys.clear(BILLING.id()), keys::forgetAll)) {
            long start = System.nanoTime();
            clearing.run();

            keys.find(BILLING, NO_KID);
            assertThat(source.recency().validSince() - start).isNotNegative();
            keys.clear();
            keys.refresh(BILLING);
            assertThat(source.recency().immediate()).isTrue();
            assertThat(source.recency().validSince() - start).isPositive();
        }
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
            source.serve("new");
            assertThat(kids(keys.find(BILLING, NO_KID))).containsExactly("new");
            answer.countDown();

            assertThat(early.get()).containsExactly("new");
            assertThat(kids(keys.find(BILLING, NO_KID))).containsExactly("new");
            keys.clear();
        }
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
