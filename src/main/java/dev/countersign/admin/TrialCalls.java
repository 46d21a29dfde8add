package dev.countersign.admin;

import dev.countersign.auth.Check;
import dev.countersign.auth.ClientChecks;
import dev.countersign.auth.PresentedSecret;
import dev.countersign.auth.Reading;
import dev.countersign.auth.TrialReport;
import dev.countersign.client.Client;
import dev.countersign.http.BasicCredentialReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The call that tells why a credential is refused, without using it. Thread-safe. */
record TrialCalls(AdminDesk desk) {

    Answer attempt(Call call) {
        TrialRequest asked = TrialRequest.of(call.body(RequestBody.JSON));
        Client client = desk.registry().find(call.client()).orElseThrow(ProblemException::noSuchClient);
        call.precondition().check(client);
        TrialReport report = asked.assertion()
                .map(assertion -> desk.trials().assertions().attempt(assertion, client))
                .orElseGet(() -> ofHeader(asked.authorization().orElseThrow(), client));
        String outcome = report.verdict().name().toLowerCase(Locale.ROOT);
        // Before the answer: nobody tries anything that the trail does not know.
        desk.audit().note(client.id(), call.change("client.try", outcome));
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("outcome", outcome);
        members.put("checks", report.checks().stream().map(TrialCalls::check).toList());
        return Answer.json(200, members);
    }

    private TrialReport ofHeader(String authorization, Client client) {
        Reading reading = BasicCredentialReader.read(authorization);
        List<Check> checks = new ArrayList<>();
        checks.add(form(reading));
        if (reading instanceof Reading.Found found && found.credential() instanceof PresentedSecret presented) {
            try {
                TrialReport report = desk.trials().secrets().attempt(presented, client);
                checks.addAll(report.checks());
                return new TrialReport(report.verdict(), checks);
            } finally {
                presented.secret().close();
            }
        }
        checks.addAll(ClientChecks.of(client));
        return TrialReport.of(checks, Set.of());
    }

    private static Check form(Reading reading) {
        String found = "it can be read";
        if (reading instanceof Reading.Nothing) {
            found = "another scheme than Basic";
        } else if (reading instanceof Reading.Broken broken) {
            found = broken.description();
        } else if (reading instanceof Reading.Hopeless) {
            found = "a secret with a character or an escape that no secret has";
        }
        return new Check(
                "form",
                reading instanceof Reading.Found,
                "Basic, and Base64 of id:secret, both form-encoded",
                found,
                "The header is read strictly before anything else is looked at (RFC 6749, section 2.3.1; RFC 7617, section 2).");
    }

    private static Map<String, Object> check(Check check) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("id", check.id());
        members.put("passed", check.passed());
        members.put("expected", check.expected());
        members.put("found", check.found());
        members.put("explanation", check.explanation());
        return members;
    }
}
