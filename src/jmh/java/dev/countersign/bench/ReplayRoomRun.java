package dev.countersign.bench;

import dev.countersign.auth.AssertionRules;
import dev.countersign.auth.AudiencePolicy;
import dev.countersign.client.ClientId;
import dev.countersign.client.UnavailableException;
import dev.countersign.replay.MemoryReplayGuard;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

/**
 * How many assertions a second, which expire in a minute, one client alone can send for ten minutes before the guard in
 * memory refuses one; in simulated time.
 */
final class ReplayRoomRun {

    /** The default with -Xmx256m and -Xmx1g, in MB. */
    private static final List<Integer> CAPACITIES = List.of(32, 128);

    private static final int STEP = 500;
    private static final int MOST = 40_000;
    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
    private static final Duration TIME = Duration.ofMinutes(10);

    /** Of a mark: to the end of its assertion, and 90 s. */
    private static final Duration LIFE = Duration.ofSeconds(150);

    private static final ClientId CLIENT = new ClientId("busy");

    private static final AssertionRules RULES = new AssertionRules(
            URI.create("https://as.example"),
            AudiencePolicy.ISSUER,
            Duration.ofSeconds(10),
            Duration.ofMinutes(5),
            Set.of("HS256"),
            false);

    private ReplayRoomRun() {}

    static void main() {
        for (int megabytes : CAPACITIES) {
            int works = 0;
            int fails = MOST / STEP;
            while (fails - works > 1) {
                int rate = (works + fails) / 2;
                if (isEnough((long) megabytes << 20, rate * STEP)) {
                    works = rate;
                } else {
                    fails = rate;
                }
            }
            System.out.printf(
                    Locale.ROOT,
                    "replayCapacity %d MB: one client, %d/s for ten minutes, none refused; refused at %d/s%n",
                    megabytes,
                    works * STEP,
                    fails * STEP);
        }
    }

    private static boolean isEnough(long capacity, int perSecond) {
        AtomicReference<Instant> now = new AtomicReference<>(START);
        MemoryReplayGuard guard = new MemoryReplayGuard(capacity, RULES, now::get);
        Instant begin = START.plus(Duration.ofHours(1));
        for (long i = 0; i < perSecond * TIME.toSeconds(); i++) {
            Instant sent = begin.plusNanos(i * 1_000_000_000 / perSecond);
            now.set(sent);
            try {
                if (!guard.claim(CLIENT, Long.toString(i), Optional.of(sent), sent.plus(LIFE))) {
                    throw new IllegalStateException("a new assertion was used");
                }
            } catch (UnavailableException e) {
                return false;
            }
        }
        return true;
    }
}
