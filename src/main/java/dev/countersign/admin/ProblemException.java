package dev.countersign.admin;

import dev.countersign.manage.UnacceptableKeyException;
import java.util.Locale;
import java.util.Optional;

/** Ends the handling of a request with a problem; thrown inside a registry's edit, it undoes everything. */
final class ProblemException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    ProblemException(Problem problem) {
        // It is an answer and no defect: its stack trace is never read, so none is recorded.
        super(problem.kind().name(), null, false, false);
        this.problem = problem;
    }

    ProblemException(ProblemKind kind, String detail) {
        this(new Problem(kind, detail, Optional.empty()));
    }

    /** A member or parameter is invalid. */
    static ProblemException inField(String field, String detail) {
        return new ProblemException(new Problem(ProblemKind.INVALID_VALUE, detail, Optional.of(field)));
    }

    /** @param thrown whose message is a clause that is safe to show, as those of the package {@code client} are */
    static ProblemException inField(String field, RuntimeException thrown) {
        String clause = String.valueOf(thrown.getMessage());
        return inField(field, clause.substring(0, 1).toUpperCase(Locale.ROOT) + clause.substring(1) + ".");
    }

    /** A key, or a file of them, is unacceptable. */
    static ProblemException unacceptable(UnacceptableKeyException thrown) {
        return unacceptable(thrown.field(), String.valueOf(thrown.getMessage()));
    }

    static ProblemException unacceptable(String field, String detail) {
        return new ProblemException(new Problem(ProblemKind.UNACCEPTABLE_KEY, detail, Optional.of(field)));
    }

    static ProblemException noSuchClient() {
        return new ProblemException(ProblemKind.NOT_FOUND, "There is no such client.");
    }

    Problem problem() {
        return problem;
    }
}
