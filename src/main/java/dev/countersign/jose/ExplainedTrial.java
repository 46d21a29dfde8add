package dev.countersign.jose;

import dev.countersign.auth.AssertionTrial;
import dev.countersign.auth.AuthenticatorContext;
import dev.countersign.auth.Check;
import dev.countersign.auth.ClientChecks;
import dev.countersign.auth.TrialReport;
import dev.countersign.client.AuthMethod;
import dev.countersign.client.Client;
import dev.countersign.client.ClientId;
import dev.countersign.client.UnavailableException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Tries assertions by the very rules by which they are judged, all of them, and claims nothing: an assertion that was tried can still be used, and one that was used is not found out. Thread-safe.
 */
public final class ExplainedTrial implements AssertionTrial {

    private final AssertionJudge judge;

    public ExplainedTrial(AuthenticatorContext context) {
        this.judge = new AssertionJudge(context);
    }

    @Override
    public TrialReport attempt(String assertion, Client client) {
        List<Check> checks = new ArrayList<>(ClientChecks.of(client));
        SignedAssertion signed;
        try {
            signed = AssertionText.of(assertion).signed();
        } catch (MalformedException e) {
            checks.add(form(false, e.rule()));
            return TrialReport.of(checks, Set.of());
        }
        checks.add(form(true, "it can be read"));
        checks.add(sameClient(signed.clientId(), client));
        checks.add(method(signed.method(), client));
        Set<String> untold = new HashSet<>();
        try (Examination examined = judge.examine(signed, client)) {
            for (Rule rule : judge.rules()) {
                try {
                    checks.add(attempt(rule, examined));
                } catch (UnavailableException e) {
                    untold.add(rule.id());
                    String cause = "could not tell: " + e.getMessage();
                    checks.add(new Check(rule.id(), false, rule.expected().apply(examined), cause, rule.explanation()));
                }
            }
        }
        return TrialReport.of(checks, untold);
    }

    private static Check attempt(Rule rule, Examination examined) {
        boolean passed = rule.refusal().apply(examined).isEmpty();
        return new Check(
                rule.id(), passed, rule.expected().apply(examined), rule.found().apply(examined), rule.explanation());
    }

    private static Check form(boolean passed, String found) {
        return new Check(
                "form",
                passed,
                "a compact JWS whose sub is a client id",
                found,
                "The assertion is read strictly before anything else is looked at (RFC 7515, sections 3.1 and 4; RFC 8725, section 3).");
    }

    private static Check sameClient(ClientId subject, Client client) {
        return new Check(
                "client",
                subject.equals(client.id()),
                client.id().value(),
                subject.value(),
                "The sub names the client by whose keys the assertion is judged (RFC 7523, section 3, rule 2).");
    }

    private static Check method(AuthMethod used, Client client) {
        AuthMethod registered = client.profile().method();
        return new Check(
                "method",
                used.equals(registered),
                registered.name(),
                used.name(),
                "A client uses the one method that it is registered for; an HS algorithm is client_secret_jwt, any other one private_key_jwt.");
    }
}
