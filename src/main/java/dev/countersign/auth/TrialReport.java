package dev.countersign.auth;

import java.util.List;

/**
 * What came of trying a credential without using it. Immutable.
 *
 * @param checks in the order in which they are made when it counts
 */
public record TrialReport(Verdict verdict, List<Check> checks) {

    /** What would come of it. */
    public enum Verdict {
        GRANTED,
        REFUSED,
        UNAVAILABLE
    }

    public TrialReport {
        checks = List.copyOf(checks);
    }
}
