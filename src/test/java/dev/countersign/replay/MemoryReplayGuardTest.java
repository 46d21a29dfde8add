package dev.countersign.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.auth.AssertionRules;
import dev.countersign.auth.AudiencePolicy;
import dev.countersign.auth.ReplayGuard;
import dev.countersign.auth.ReplayGuardContract;
import dev.countersign.client.ClientId;
import dev.countersign.client.UnavailableException;
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

    private static final Duration SKEW = Duration.ofSeconds(10);
    private static final Duration LIFE = Duration.ofMinutes(5);
    private static final AssertionRules RULES = new AssertionRules(
            URI.create("https://as.example"), AudiencePolicy.ISSUER, SKEW, LIFE, Set.of("ES256"), false);

    private final MemoryReplayGuard guard = old(10_000);

    /** One that began long ago. */
    private MemoryReplayGuard old(int capacity) {
        Instant today = now;
        now = today.minus(Duration.ofDays(1));
        MemoryReplayGuard made = new MemoryReplayGuard(capacity, RULES, clock);
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
        MemoryReplayGuard small = old(100);
        Map<ClientId, Integer> taken = new HashMap<>();
        for (int i = 0; i < 1000; i++) {
            ClientId client = new ClientId("client-" + i % 20);
            try {
                assertThat(claim(small, client, "jti-" + i, later())).isTrue();
                taken.put(client, i);
            } catch (UnavailableException e) {
                assertThat(e).hasMessageContaining("no room");
            }
        }

        assertThat(small.size()).isBetween(60, 100);
        assertThat(taken).hasSize(20);
        taken.forEach((client, i) ->
                assertThat(claim(small, client, "jti-" + i, later())).isFalse());
    }

    @Test
    void jwt14_oneClientLeavesRoomForTheOthers() {
        assertThat(fill(guard, BILLING)).isEqualTo(1112);
        // Refused for want of room, again and again, it still knows what was used.
        assertThat(claim(guard, BILLING, "billing-0", later())).isFalse();

        assertThat(fill(guard, SHIPPING)).isEqualTo(988);
        for (int i = 0; i < 40; i++) {
            fill(guard, new ClientId("greedy-" + i));
        }
        assertThat(claim(guard, new ClientId("modest"), "a", later())).isTrue();
    }

    @Test
    void jwt14_roomComesBackWhenMarksEnd() {
        fill(guard, BILLING);
        Instant end = later();
        now = end;

        assertThat(fill(guard, SHIPPING)).isEqualTo(1112);
        assertThat(claim(guard, BILLING, "billing-0", later())).isTrue();
    }

    @Test
    void jwt14_marksThatEndedGoInPassing() {
        for (int i = 0; i < 3000; i++) {
            claim(guard, new ClientId("client-" + i % 500), "old-" + i, later());
        }
        now = later();

        for (int i = 0; i < 3000; i++) {
            claim(guard, new ClientId("client-" + i % 500), "new-" + i, later());
        }

        // Not all shards have been through, but what was swept first is gone.
        assertThat(guard.size()).isLessThan(5500);
        for (int i = 0; i < 3000; i++) {
            assertThat(claim(guard, new ClientId("client-" + i % 500), "new-" + i, later()))
                    .isFalse();
        }
    }

    @Test
    void jwt14_afterARestartWhatMayBeOlderIsRefused() {
        Instant start = now;
        MemoryReplayGuard young = new MemoryReplayGuard(RULES, clock);
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
        MemoryReplayGuard young = new MemoryReplayGuard(RULES, clock);
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
        for (int capacity : List.of(-1, 0, Integer.MAX_VALUE)) {
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
