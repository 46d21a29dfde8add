package dev.countersign.admin;

import dev.countersign.auth.BusyException;
import dev.countersign.client.RejectedChangeException;
import dev.countersign.client.UnavailableException;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns what was thrown into an answer: what the caller may know goes out, what operators must know goes into the log, once. */
final class Failures {

    private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

    /** In seconds. */
    static final String RETRY_AFTER = "5";

    private Failures() {}

    static Answer answer(RuntimeException thrown) {
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
            LOG.warn("admin=unavailable", unavailable);
            return new Problem(
                            ProblemKind.UNAVAILABLE, "The store cannot be asked. Nothing is known.", Optional.empty())
                    .answer()
                    .with("Retry-After", RETRY_AFTER);
        }
        LOG.error("admin=failed", thrown);
        return new Problem(ProblemKind.INTERNAL, "The log says more.", Optional.empty()).answer();
    }
}
