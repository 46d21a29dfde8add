package dev.countersign.jose;

import dev.countersign.auth.Check;
import dev.countersign.auth.ReplayGuard;
import dev.countersign.client.UnavailableException;
import java.time.Instant;
import java.util.Optional;

/** Tells administrators whether an assertion was used before. Marks nothing. Thread-safe. */
record ReplayCheck(ReplayGuard guard) {

    private static final String UNUSED = "not used before";

    Check of(Examination examined) {
        Optional<String> id = ClaimRules.id(examined);
        Optional<Instant> until = until(examined);
        if (id.isEmpty() || until.isEmpty()) {
            return check(Check.Result.UNKNOWN, "without jti and exp it is not looked up");
        }
        try {
            boolean used = guard.isUsed(
                    examined.client().id(), id.get(), examined.claims().date("iat"), until.get());
            return used ? check(Check.Result.FAILED, "used before") : check(Check.Result.PASSED, UNUSED);
        } catch (UnavailableException e) {
            return check(Check.Result.UNKNOWN, String.valueOf(e.getMessage()));
        }
    }

    /** How long its mark is kept; empty: it has no {@code exp}. */
    static Optional<Instant> until(Examination examined) {
        return examined.claims().date("exp").map(expiry -> expiry.plus(ReplayGuard.KEPT_AFTER_EXPIRY));
    }

    private static Check check(Check.Result result, String found) {
        return new Check(
                "replay",
                result,
                UNUSED,
                found,
                "Each assertion counts once (RFC 7523, section 3, rule 7): a client that keeps its assertion and sends it again is refused (REPLAYED). "
                        + "Let it make a new one, with a new jti, for every request. The look-up marks nothing: the assertion that was tried can still be used.");
    }
}
