package dev.countersign.client;

import java.time.Duration;
import java.time.temporal.ChronoUnit;

/**
 * How a secret or key that was replaced ends: when the newer one has been used, and this one has not been used for a
 * while. Immutable.
 *
 * @param replacedBy the id of the newer secret or key
 * @param unusedFor how long this one must not have been used, counted from the replacement or from its last use,
 *     whichever is later; in whole seconds
 */
public record Replacement(String replacedBy, Duration unusedFor) {

    /** Shorter ones would end a credential whose client merely pauses, or whose last use is still unknown. */
    public static final Duration MIN_UNUSED = Duration.ofHours(1);

    public Replacement {
        if (!isAllowed(unusedFor)) {
            throw new IllegalArgumentException("a credential is unused for whole seconds, " + MIN_UNUSED + " at least");
        }
    }

    /** Whether a credential may end after being unused for so long. */
    public static boolean isAllowed(Duration unusedFor) {
        return unusedFor.compareTo(MIN_UNUSED) >= 0
                && unusedFor.truncatedTo(ChronoUnit.SECONDS).equals(unusedFor);
    }
}
