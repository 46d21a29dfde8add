package dev.countersign.auth;

import java.util.List;
import java.util.Set;

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

    /**
     * The verdict is that of the first check that does not pass, as it is when it counts.
     *
     * @param untold the ids of those checks that have not passed because something did not answer
     */
    public static TrialReport of(List<Check> checks, Set<String> untold) {
        Verdict verdict = checks.stream()
                .filter(check -> !check.passed())
                .findFirst()
                .map(check -> untold.contains(check.id()) ? Verdict.UNAVAILABLE : Verdict.REFUSED)
                .orElse(Verdict.GRANTED);
        return new TrialReport(verdict, checks);
    }
}
