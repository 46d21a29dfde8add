package dev.countersign.jose;

import dev.countersign.auth.Refusal;
import java.util.Optional;
import java.util.function.Function;

/**
 * One thing that has to be right about an assertion, and the words for it, which are only made when somebody asks why it was refused. Immutable.
 *
 * @param id fixed, for programs
 * @param explanation for administrators, the RFC's section included
 * @param refusal empty: it is right
 * @param expected what would be right; never a key or a secret
 * @param found what is there instead
 */
record Rule(
        String id,
        String explanation,
        Function<Examination, Optional<Refusal>> refusal,
        Function<Examination, String> expected,
        Function<Examination, String> found) {

    static Optional<Refusal> refuseIf(boolean wrong, Refusal refusal) {
        return wrong ? Optional.of(refusal) : Optional.empty();
    }
}
