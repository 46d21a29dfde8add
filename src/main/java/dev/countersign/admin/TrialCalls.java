package dev.countersign.admin;

import dev.countersign.auth.AllowedSources;
import dev.countersign.auth.CertificateChain;
import dev.countersign.auth.Check;
import dev.countersign.client.Client;
import dev.countersign.http.CredentialTrial;
import jakarta.json.bind.annotation.JsonbPropertyOrder;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The call that tells why a credential is refused, without using it. Thread-safe. */
public record TrialCalls(AdministeredClients clients, CredentialTrial trial, TrialNotes notes) implements Calls {

    @Override
    public List<Route> routes() {
        return List.of(new Route("POST", "/clients/{client}/try", "Why is it refused?", this::attempt));
    }

    private Answer attempt(Call call) {
        TrialRequest asked = TrialRequest.of(call.body(RequestBody.JSON));
        Optional<CertificateChain> chain = asked.chain();
        Client client = clients.expected(call);
        List<Check> checks = new ArrayList<>();
        asked.source().ifPresent(source -> checks.add(ofSource(source, client)));
        checks.addAll(chain.map(presented -> trial.of(presented, client)).orElseGet(() -> trial.of(asked, client)));
        String outcome = outcome(checks);
        // Before the answer: no trial without its audit entry.
        notes.add(client.id(), call.change("client.try", outcome));
        return Answer.json(
                200, new Trial(outcome, checks.stream().map(Tried::of).toList()));
    }

    private static Check ofSource(InetAddress source, Client client) {
        List<String> allowed = client.profile().access().allowedSources();
        return new Check(
                "source",
                Check.Result.of(AllowedSources.include(client, source)),
                allowed.isEmpty() ? "any address" : String.join(", ", allowed),
                source.getHostAddress(),
                "Where a client has allowed_sources, its credentials and access tokens are refused from anywhere else, "
                        + "right or wrong. The address is the one behind trustedProxies.");
    }

    /** The result of the first check that has not passed, as in an authentication. */
    private static String outcome(List<Check> checks) {
        return checks.stream()
                .map(Check::result)
                .filter(result -> result != Check.Result.PASSED)
                .findFirst()
                .map(result -> result == Check.Result.UNKNOWN ? "unavailable" : "refused")
                .orElse("granted");
    }

    /** The answer: whether the credential would be granted, and all that was looked at. */
    @JsonbPropertyOrder({"outcome", "checks"})
    public record Trial(String outcome, List<Tried> checks) {}

    /** One check, as {@link Check} has it. */
    @JsonbPropertyOrder({"id", "result", "expected", "found", "explanation"})
    public record Tried(String id, String result, String expected, String found, String explanation) {

        static Tried of(Check check) {
            String result = check.result().name().toLowerCase(Locale.ROOT);
            return new Tried(check.id(), result, check.expected(), check.found(), check.explanation());
        }
    }
}
