package dev.countersign.jose;

import dev.countersign.auth.AuthenticatorContext;
import dev.countersign.auth.Refusal;
import dev.countersign.client.Client;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Holds assertions against all rules, in their order: form and algorithm, key, signature, claims. Only the replay guard is left to whoever asks. Thread-safe. */
final class AssertionJudge {

    private final AuthenticatorContext context;
    private final Set<JwsAlgorithm> allowed;
    private final Decoy decoy;
    private final List<Rule> formRules = FormRules.all();
    private final List<Rule> signatureRules;
    private final List<Rule> claimRules = ClaimRules.all();

    AssertionJudge(AuthenticatorContext context) {
        this.context = context;
        this.allowed = JwsAlgorithm.named(context.rules().algorithms());
        this.decoy = new Decoy(context.signatures(), context.clock().instant());
        this.signatureRules = new SignatureRules(new CandidateFinder(context), decoy).all();
    }

    /** To be closed. */
    Examination examine(SignedAssertion assertion, Client client) {
        return new Examination(
                assertion, client, context.rules(), allowed, context.clock().instant());
    }

    /** In the order in which they are applied. */
    List<Rule> rules() {
        return Stream.of(formRules, signatureRules, claimRules)
                .flatMap(List::stream)
                .toList();
    }

    /**
     * The first rule that is broken says why; empty: none is.
     *
     * @throws dev.countersign.client.UnavailableException when keys or secrets cannot be had
     */
    Optional<Refusal> judge(Examination examined) {
        Optional<Refusal> refusal = first(formRules, examined);
        if (refusal.isEmpty()) {
            refusal = first(signatureRules, examined);
        }
        if (refusal.isPresent()) {
            spendAsMuch(examined);
            return refusal;
        }
        return first(claimRules, examined);
    }

    Client decoy() {
        return decoy.client();
    }

    private static Optional<Refusal> first(List<Rule> rules, Examination examined) {
        for (Rule rule : rules) {
            Optional<Refusal> refusal = rule.refusal().apply(examined);
            if (refusal.isPresent()) {
                return refusal;
            }
        }
        return Optional.empty();
    }

    // Where no key was tried, one of the decoy's is: the time does not tell whether there was any.
    private void spendAsMuch(Examination examined) {
        boolean tried =
                examined.candidates().stream().anyMatch(found -> !found.list().isEmpty());
        if (!tried && examined.algorithm().isPresent()) {
            examined.consider(decoy.candidates(examined.algorithm().get()));
            examined.findSigner();
        }
    }
}
