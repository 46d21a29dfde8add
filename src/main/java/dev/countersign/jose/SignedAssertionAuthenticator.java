package dev.countersign.jose;

import dev.countersign.auth.AuthenticatorContext;
import dev.countersign.auth.Check;
import dev.countersign.auth.ExplainingAuthenticator;
import dev.countersign.auth.Outcome;
import dev.countersign.auth.Refusal;
import dev.countersign.auth.ReplayGuard;
import dev.countersign.client.AuthMethod;
import dev.countersign.client.Client;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Judges signed assertions (RFC 7523, section 3), whether a private key or a shared secret signed them. Thread-safe.
 */
final class SignedAssertionAuthenticator implements ExplainingAuthenticator<SignedAssertion> {

    static final Set<AuthMethod> METHODS = Set.of(AuthMethod.PRIVATE_KEY_JWT, AuthMethod.CLIENT_SECRET_JWT);

    private final AssertionJudge judge;
    private final ReplayGuard guard;
    private final RefusalCost cost;

    SignedAssertionAuthenticator(AuthenticatorContext context) {
        this.judge = new AssertionJudge(context);
        this.guard = context.replayGuard();
        this.cost = new RefusalCost(context);
    }

    @Override
    public Class<SignedAssertion> accepts() {
        return SignedAssertion.class;
    }

    @Override
    public Set<AuthMethod> methods() {
        return METHODS;
    }

    @Override
    public Outcome authenticate(SignedAssertion presented, Client client) {
        try (Examination examined = judge.examine(presented, client)) {
            // The guard comes last, so that only a valid assertion can use up its jti.
            Optional<Refusal> refusal =
                    judge.judge(examined).or(() -> Rule.refuseIf(!claim(examined), Refusal.REPLAYED));
            if (refusal.isEmpty()) {
                return new Outcome.Granted(client, presented.method(), examined.credentialId());
            }
            cost.spend(presented, examined.work());
            return new Outcome.Refused(refusal.get());
        }
    }

    @Override
    public void refuse(SignedAssertion presented) {
        cost.spend(presented);
    }

    /** The replay guard is asked last, as in an authentication, and without using up the {@code jti}. */
    @Override
    public List<Check> explain(SignedAssertion presented, Client client) {
        try (Examination examined = judge.examine(presented, client)) {
            List<Check> checks = new ArrayList<>();
            judge.rules().forEach(rule -> checks.add(rule.check(examined)));
            checks.add(new ReplayCheck(guard).of(examined));
            return checks;
        }
    }

    private boolean claim(Examination examined) {
        Instant until = ReplayCheck.until(examined).orElseThrow();
        String id = ClaimRules.id(examined).orElseThrow();
        return guard.claim(examined.client().id(), id, examined.claims().date("iat"), until);
    }
}
