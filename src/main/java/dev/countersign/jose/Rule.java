package dev.countersign.jose;

import dev.countersign.auth.Check;
import dev.countersign.auth.Refusal;
import dev.countersign.client.UnavailableException;
import java.util.Optional;
import java.util.function.Function;

/**
 * One rule that an assertion must keep, with its texts, which are built only for *Why refused?*. Immutable.
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

    /** The result of checking an assertion against this rule. */
    Check check(Examination examined) {
        try {
            return check(Check.Result.of(refusal.apply(examined).isEmpty()), examined, found.apply(examined));
        } catch (UnavailableException e) {
            return check(Check.Result.UNKNOWN, examined, String.valueOf(e.getMessage()));
        }
    }

    private Check check(Check.Result result, Examination examined, String shown) {
        return new Check(id, result, expected.apply(examined), shown, explanation);
    }

    static Optional<Refusal> refuseIf(boolean wrong, Refusal refusal) {
        return wrong ? Optional.of(refusal) : Optional.empty();
    }
}
