package dev.countersign.admin;

import dev.countersign.auth.BusyException;
import dev.countersign.client.RejectedChangeException;
import dev.countersign.client.UnavailableException;
import dev.countersign.http.FaultLog;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns an exception into an answer: the caller gets what it may know, and operators get the cause in the log, once.
 */
final class Failures {

    private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

    /** In seconds. */
    static final String RETRY_AFTER = "5";

    private Failures() {}

    static Answer answer(RuntimeException thrown, FaultLog faults) {
        if (thrown instanceof ProblemException problem) {
            return problem.problem().answer();
        }
        if (thrown instanceof RejectedChangeException rejected) {
            return Problem.of(rejected).answer();
        }
        if (thrown instanceof BusyException busy) {
            return new Problem(ProblemKind.UNAVAILABLE, Objects.requireNonNull(busy.getMessage()), Optional.empty())
                    .answer()
                    .with("Retry-After", RETRY_AFTER);
        }
        if (thrown instanceof UnavailableException unavailable) {
            faults.warn(LOG, "admin=unavailable", unavailable);
            return unavailable().answer().with("Retry-After", RETRY_AFTER);
        }
        faults.error(LOG, "admin=failed", thrown);
        return new Problem(ProblemKind.INTERNAL, "See the server's log.", Optional.empty()).answer();
    }

    static Problem unavailable() {
        return new Problem(ProblemKind.UNAVAILABLE, "The store cannot be reached. Try again later.", Optional.empty());
    }
}
