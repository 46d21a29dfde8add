package dev.countersign.jose;

import dev.countersign.auth.AuthenticatorContext;
import dev.countersign.auth.Refusal;
import dev.countersign.client.Client;
import dev.countersign.keys.JwsAlgorithm;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Checks assertions against all rules, in their order: form and algorithm, key, signature, claims. Only the replay
 * guard is left to the caller, since a trial must not use up the {@code jti}. Thread-safe.
 */
final class AssertionJudge {

    private final AuthenticatorContext context;
    private final Set<JwsAlgorithm> allowed;
    private final List<Rule> rules;

    AssertionJudge(AuthenticatorContext context) {
        this.context = context;
        this.allowed = JwsAlgorithm.named(context.rules().algorithms());
        SignatureRules signatureRules = new SignatureRules(new CandidateFinder(context));
        this.rules = Stream.of(FormRules.all(), signatureRules.all(), ClaimRules.all())
                .flatMap(List::stream)
                .toList();
    }

    /** To be closed. */
    Examination examine(SignedAssertion assertion, Client client) {
        return new Examination(
                assertion, client, context.rules(), allowed, context.clock().instant());
    }

    /** In the order in which they are applied. */
    List<Rule> rules() {
        return rules;
    }

    /**
     * The refusal by the first rule that is broken; empty: no rule is broken.
     *
     * @throws dev.countersign.client.UnavailableException when keys or secrets cannot be had
     */
    Optional<Refusal> judge(Examination examined) {
        for (Rule rule : rules) {
            Optional<Refusal> refusal = rule.refusal().apply(examined);
            if (refusal.isPresent()) {
                return refusal;
            }
        }
        return Optional.empty();
    }
}
