package dev.countersign.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.client.ClientId;
import dev.countersign.client.UnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every replay guard has to keep to, in its everyday life: long after its start. */
public abstract class ReplayGuardContract {

    protected static final ClientId BILLING = new ClientId("billing");
    protected static final ClientId SHIPPING = new ClientId("shipping");

    private static final int THREADS = 100;

    protected volatile Instant now = Instant.parse("2026-03-01T12:00:00.123456Z");
    protected final InstantSource clock = () -> now;

    protected abstract ReplayGuard guard();

    /** Another node, or the same one where a guard is for one node only. */
    protected abstract ReplayGuard otherNode();

    protected boolean claim(ReplayGuard guard, ClientId client, String jti, Instant until) {
        return guard.claim(client, jti, Optional.of(now), until);
    }

    protected Instant later() {
        return now.plusSeconds(400);
    }

    @Test
    void jwt6_anAssertionCountsOnce() {
        assertThat(claim(guard(), BILLING, "a", later())).isTrue();

        assertThat(claim(guard(), BILLING, "a", later())).isFalse();
        assertThat(claim(otherNode(), BILLING, "a", later())).isFalse();
        // With another end it is another assertion, but not another id.
        assertThat(claim(otherNode(), BILLING, "a", later().plusSeconds(5))).isFalse();
    }

    @Test
    void jwt6_twoClientsMayUseTheSameId() {
        assertThat(claim(guard(), BILLING, "a", later())).isTrue();
        assertThat(claim(guard(), SHIPPING, "a", later())).isTrue();
        assertThat(claim(otherNode(), SHIPPING, "a", later())).isFalse();

        assertThat(claim(guard(), new ClientId("a"), "bc", later())).isTrue();
        assertThat(claim(guard(), new ClientId("ab"), "c", later())).isTrue();
        assertThat(claim(guard(), new ClientId("Billing"), "a", later())).isTrue();
    }

    @Test
    void jwt6_idsAreComparedExactly() {
        List<String> ids = List.of(
                "x",
                "X",
                " x",
                "x ",
                "x\0",
                "\0",
                "\u00e9",
                "e\u0301",
                "\ud83d\ude00",
                "%",
                "'--",
                "x".repeat(5000),
                "x".repeat(5001));

        assertThat(ids)
                .allSatisfy(
                        jti -> assertThat(claim(guard(), BILLING, jti, later())).isTrue());
        assertThat(ids)
                .allSatisfy(jti ->
                        assertThat(claim(otherNode(), BILLING, jti, later())).isFalse());
    }

    @Test
    void jwt6_ofAHundredThreadsOneWins() throws Exception {
        assertThat(atOnce("a", later())).containsOnlyOnce(true).hasSize(THREADS);
        assertThat(claim(guard(), BILLING, "a", later())).isFalse();
    }

    @Test
    void jwt6_aMarkIsKeptToItsVeryEnd() {
        Instant end = later();
        assertThat(claim(guard(), BILLING, "a", end)).isTrue();

        now = end.minusNanos(1000);
        assertThat(claim(guard(), BILLING, "a", later())).isFalse();
        assertThat(claim(otherNode(), BILLING, "a", later())).isFalse();

        // That assertion has expired on every node; the client may use the id for a new one.
        now = end;
        assertThat(claim(otherNode(), BILLING, "a", later())).isTrue();
        assertThat(claim(guard(), BILLING, "a", later())).isFalse();
    }

    @Test
    void jwt6_anEndBetweenTwoTicksIsRoundedUp() {
        Instant end = Instant.ofEpochSecond(later().getEpochSecond(), 1);
        assertThat(claim(guard(), BILLING, "a", end)).isTrue();

        now = end.minusNanos(1);

        assertThat(claim(guard(), BILLING, "a", later())).isFalse();
    }

    @Test
    void jwt6_ofAHundredThreadsOneUsesAnIdAgainThatIsFree() throws Exception {
        Instant end = later();
        assertThat(claim(guard(), BILLING, "a", end)).isTrue();
        now = end.plusSeconds(1);

        assertThat(atOnce("a", later())).containsOnlyOnce(true).hasSize(THREADS);
    }

    @Test
    void jwt6_whatHasEndedCannotBeJudged() {
        assertThatThrownBy(() -> claim(guard(), BILLING, "a", now)).isInstanceOf(UnavailableException.class);
        assertThatThrownBy(() -> claim(guard(), BILLING, "a", now.minus(Duration.ofDays(1))))
                .isInstanceOf(UnavailableException.class);
    }

    protected boolean isUsed(ReplayGuard guard, ClientId client, String jti, Instant until) {
        return guard.isUsed(client, jti, Optional.of(now), until);
    }

    @Test
    void jwt6_aLookTellsWhatAClaimWouldAndMarksNothing() {
        Instant end = later();
        for (int i = 0; i < 3; i++) {
            assertThat(isUsed(guard(), BILLING, "a", end)).isFalse();
        }
        assertThat(claim(guard(), BILLING, "a", end)).isTrue();

        assertThat(isUsed(guard(), BILLING, "a", end)).isTrue();
        assertThat(isUsed(otherNode(), BILLING, "a", end.plusSeconds(5))).isTrue();
        assertThat(isUsed(guard(), SHIPPING, "a", end)).isFalse();
        assertThat(isUsed(guard(), BILLING, "A", end)).isFalse();
        now = end;
        assertThat(isUsed(guard(), BILLING, "a", later())).isFalse();
        assertThatThrownBy(() -> isUsed(guard(), BILLING, "a", now)).isInstanceOf(UnavailableException.class);
    }

    @Test
    void gen20_noMessageHoldsTheId() {
        assertThatThrownBy(() -> claim(guard(), BILLING, "id-of-mine", now)).hasMessageNotContaining("id-of-mine");
    }

    /** What each of many threads, half of them on either node, was told. */
    private List<Boolean> atOnce(String jti, Instant until) throws Exception {
        CyclicBarrier start = new CyclicBarrier(THREADS);
        List<Callable<Boolean>> claims = new ArrayList<>();
        IntStream.range(0, THREADS)
                .forEach(i -> claims.add(() -> {
                    start.await();
                    return claim(i % 2 == 0 ? guard() : otherNode(), BILLING, jti, until);
                }));
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Boolean> told = new ArrayList<>();
            for (Future<Boolean> claim : threads.invokeAll(claims)) {
                told.add(claim.get());
            }
            return Collections.unmodifiableList(told);
        } finally {
            threads.shutdown();
        }
    }
}
