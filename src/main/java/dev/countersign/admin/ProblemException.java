package dev.countersign.admin;

import dev.countersign.auth.UnacceptableKeyException;
import java.util.Optional;

/** Ends the handling of a request that will not do; thrown inside a registry's edit, it undoes everything. */
final class ProblemException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    ProblemException(Problem problem) {
        // It is an answer and no defect: nobody looks at its stack.
        super(problem.kind().name(), null, false, false);
        this.problem = problem;
    }

    ProblemException(ProblemKind kind, String detail) {
        this(new Problem(kind, detail, Optional.empty()));
    }

    /** A member or parameter will not do. */
    static ProblemException inField(String field, String detail) {
        return new ProblemException(new Problem(ProblemKind.INVALID_VALUE, detail, Optional.of(field)));
    }

    /** A key, or a file of them, will not do. */
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
