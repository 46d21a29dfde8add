package dev.countersign.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.auth.AssertionRules;
import dev.countersign.auth.AudiencePolicy;
import dev.countersign.auth.ReplayGuard;
import dev.countersign.auth.ReplayGuardContract;
import dev.countersign.client.ClientId;
import dev.countersign.client.UnavailableException;
import dev.countersign.log.HeardLog;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MemoryReplayGuardTest extends ReplayGuardContract {

    /** The least. */
    private static final long CAPACITY = CapacityShare.MIN_CAPACITY_BYTES;

    private static final Duration SKEW = Duration.ofSeconds(10);
    private static final Duration LIFE = Duration.ofMinutes(5);
    private static final AssertionRules RULES = new AssertionRules(
            URI.create("https://as.example"), AudiencePolicy.ISSUER, SKEW, LIFE, Set.of("ES256"), false);

    private final MemoryReplayGuard guard = old();

    /** One that began long ago. */
    private MemoryReplayGuard old() {
        Instant today = now;
        now = today.minus(Duration.ofDays(1));
        MemoryReplayGuard made = new MemoryReplayGuard(CAPACITY, RULES, clock);
        now = today;
        return made;
    }

    @Override
    protected ReplayGuard guard() {
        return guard;
    }

    @Override
    protected ReplayGuard otherNode() {
        return guard;
    }

    @Test
    void jwt14_aFullGuardRefusesAndForgetsNothing() {
        Map<ClientId, Integer> taken = new HashMap<>();
        boolean refused = false;
        for (int i = 0; i < 60_000; i++) {
            ClientId client = new ClientId("client-" + i % 20);
            try {
                assertThat(claim(guard, client, "jti-" + i, later())).isTrue();
                taken.put(client, i);
            } catch (UnavailableException e) {
                assertThat(e).hasMessageContaining("no room");
                refused = true;
            }
        }

        assertThat(refused).isTrue();
        assertThat(guard.getUsedBytes()).isBetween(CAPACITY / 2, CAPACITY);
        assertThat(guard.getRefusedForRoom()).isEqualTo(60_000 - guard.getMarks());
        assertThat(taken).hasSize(20);
        taken.forEach((client, i) ->
                assertThat(claim(guard, client, "jti-" + i, later())).isFalse());
    }

    @Test
    void jwt14_oneClientAloneUsesMostOfIt() {
        int marks = fill(guard, BILLING);

        assertThat(guard.getUsedBytes()).isGreaterThan(CAPACITY * 7 / 10).isLessThan(CAPACITY * 8 / 10);
        // What is fixed is a third of so small a guard.
        assertThat(marks).isGreaterThan(12_000);
        // Refused for want of room, again and again, it still knows what was used.
        assertThat(claim(guard, BILLING, "billing-0", later())).isFalse();
        assertThat(claim(guard, BILLING, "billing-" + (marks - 1), later())).isFalse();
    }

    @Test
    void ops1_aFullGuardSaysSoOnceAMinute() {
        try (HeardLog log = HeardLog.of(GuardMemory.class)) {
            fill(guard, BILLING);
            for (int minute = 0; minute < 3; minute++) {
                for (int i = 0; i < 40; i++) {
                    assertThatThrownBy(() -> claim(guard, BILLING, "one-more", later()))
                            .isInstanceOf(UnavailableException.class);
                }
                now = now.plusSeconds(60);
            }

            assertThat(log.levels()).hasSize(3);
            assertThat(log.text()).contains("replayCapacity=" + CAPACITY).doesNotContain("billing");
        }
        assertThat(guard.getRefusedForRoom()).isEqualTo(1 + 3 * 40);
    }

    @Test
    void jwt14_oneClientLeavesRoomForTheOthers() {
        fill(guard, BILLING);

        assertThat(fill(guard, SHIPPING)).isGreaterThan(500);
        for (int i = 0; i < 20; i++) {
            assertThat(fill(guard, new ClientId("greedy-" + i))).isPositive();
        }
        assertThat(claim(guard, new ClientId("modest"), "a", later())).isTrue();
        assertThat(claim(guard, new ClientId("modest"), "b", later())).isTrue();
    }

    @Test
    void jwt14_roomComesBackWhenMarksEnd() {
        int marks = fill(guard, BILLING);
        // When the span is over in which it lies.
        now = later().plusSeconds(40);

        assertThat(fill(guard, SHIPPING)).isGreaterThan(marks * 9 / 10);
        assertThat(claim(guard, SHIPPING, "shipping-0", later())).isFalse();
        now = later().plusSeconds(40);
        assertThat(claim(guard, BILLING, "billing-0", later())).isTrue();
        assertThat(guard.getMarks()).isEqualTo(1);
    }

    @Test
    void jwt14_whatComesAtAnEvenPaceNeverFillsIt() {
        for (int i = 0; i < 400_000; i++) {
            now = now.plusMillis(20);
            assertThat(claim(guard, BILLING, "jti-" + i, now.plusSeconds(150))).isTrue();
        }

        assertThat(guard.getMarks()).isBetween(7500L, 9300L);
        assertThat(guard.getUsedBytes()).isLessThan(CAPACITY * 3 / 4);
    }

    @Test
    void jwt14_whatLastsLongerThanAnyMayIsRefused() {
        assertThatThrownBy(() -> claim(guard, BILLING, "a", now.plus(Duration.ofDays(1))))
                .isInstanceOf(UnavailableException.class);
    }

    @Test
    void jwt14_afterARestartWhatMayBeOlderIsRefused() {
        Instant start = now;
        MemoryReplayGuard young = new MemoryReplayGuard(CAPACITY, RULES, clock);
        // The client's clock may be ahead of ours by the skew.
        Instant firstNew = start.plus(SKEW);
        now = start.plus(SKEW);
        Instant until = now.plusSeconds(60).plus(ReplayGuard.KEPT_AFTER_EXPIRY);

        for (Optional<Instant> issuedAt :
                List.of(Optional.of(firstNew.minusNanos(1)), Optional.of(start), Optional.<Instant>empty())) {
            assertThatThrownBy(() -> young.claim(BILLING, "a", issuedAt, until))
                    .isInstanceOf(UnavailableException.class);
        }
        assertThat(young.claim(BILLING, "a", Optional.of(firstNew), until)).isTrue();
        assertThat(young.claim(BILLING, "a", Optional.of(firstNew), until)).isFalse();
    }

    @Test
    void jwt14_afterARestartWhatLastsTooLongToBeOlderIsNew() {
        Instant start = now;
        MemoryReplayGuard young = new MemoryReplayGuard(CAPACITY, RULES, clock);
        // Until the start, nothing was accepted that expires later than this.
        Instant last = start.plus(LIFE).plus(SKEW).plus(ReplayGuard.KEPT_AFTER_EXPIRY);

        assertThatThrownBy(() -> young.claim(BILLING, "a", Optional.empty(), last.minusNanos(1)))
                .isInstanceOf(UnavailableException.class);
        assertThat(young.claim(BILLING, "a", Optional.empty(), last)).isTrue();
        assertThat(young.claim(BILLING, "b", Optional.of(start.minusSeconds(1)), last))
                .isTrue();
    }

    @Test
    void jwt14_aClockThatIsPutBackBringsNothingBack() {
        Instant end = later();
        claim(guard, BILLING, "a", end);
        Instant noon = now;
        now = end.plusSeconds(1);
        claim(guard, BILLING, "b", later());
        now = noon;

        assertThatThrownBy(() -> claim(guard, BILLING, "a", end)).isInstanceOf(UnavailableException.class);
    }

    @Test
    void aGuardHasRoomForSomething() {
        for (long capacity : List.of(-1L, 0L, CAPACITY - 1)) {
            assertThatThrownBy(() -> new MemoryReplayGuard(capacity, RULES, clock))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    /** Claims until it is refused, and tells how many it got. */
    private int fill(MemoryReplayGuard full, ClientId client) {
        for (int i = 0; ; i++) {
            try {
                assertThat(claim(full, client, client + "-" + i, later())).isTrue();
            } catch (UnavailableException e) {
                return i;
            }
        }
    }
}
