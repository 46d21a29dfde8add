package dev.countersign.jose;

import dev.countersign.auth.AuthenticatorContext;
import dev.countersign.auth.ClientAuthenticator;
import dev.countersign.auth.Outcome;
import dev.countersign.auth.Refusal;
import dev.countersign.auth.ReplayGuard;
import dev.countersign.client.AuthMethod;
import dev.countersign.client.Client;
import dev.countersign.client.UnavailableException;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** Judges signed assertions (RFC 7523, section 3), whether a private key or a shared secret signed them. Thread-safe. */
final class SignedAssertionAuthenticator implements ClientAuthenticator<SignedAssertion> {

    static final Set<AuthMethod> METHODS = Set.of(AuthMethod.PRIVATE_KEY_JWT, AuthMethod.CLIENT_SECRET_JWT);

    private final AssertionJudge judge;
    private final ReplayGuard guard;

    SignedAssertionAuthenticator(AuthenticatorContext context) {
        this.judge = new AssertionJudge(context);
        this.guard = context.replayGuard();
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
            Optional<Refusal> refusal = judge.judge(examined);
            if (refusal.isPresent()) {
                return new Outcome.Refused(refusal.get());
            }
            // The guard comes last, so that only a valid assertion can use up its jti.
            return claim(examined)
                    ? new Outcome.Granted(client, presented.method(), examined.credentialId())
                    : new Outcome.Refused(Refusal.REPLAYED);
        } catch (UnavailableException e) {
            return new Outcome.Unavailable(e);
        }
    }

    @Override
    public Client decoy() {
        return judge.decoy();
    }

    private boolean claim(Examination examined) {
        Claims claims = examined.claims();
        Instant until = claims.date("exp").orElseThrow().plus(ReplayGuard.KEPT_AFTER_EXPIRY);
        return guard.claim(examined.client().id(), ClaimRules.id(examined).orElseThrow(), claims.date("iat"), until);
    }
}
