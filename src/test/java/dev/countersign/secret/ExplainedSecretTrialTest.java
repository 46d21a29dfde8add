package dev.countersign.secret;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.auth.Check;
import dev.countersign.auth.PresentedSecret;
import dev.countersign.auth.Secret;
import dev.countersign.auth.SecretIssuer.IssuedSecret;
import dev.countersign.auth.TrialReport;
import dev.countersign.auth.TrialReport.Verdict;
import dev.countersign.client.AccessType;
import dev.countersign.client.AuthMethod;
import dev.countersign.client.Client;
import dev.countersign.client.ClientId;
import dev.countersign.client.ClientProfile;
import dev.countersign.client.ClientSecret;
import dev.countersign.client.Scopes;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ExplainedSecretTrialTest {

    private static final ClientId BILLING = new ClientId("billing");
    private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");
    private static final AuthMethod BASIC = AuthMethod.CLIENT_SECRET_BASIC;

    private Instant now = START;
    private final KeyRing ring = KeyRing.parse("k1 " + KeyRingTest.ONE);
    private final RandomSecretIssuer issuer = new RandomSecretIssuer(ring, () -> now);
    private final ExplainedSecretTrial trial = new ExplainedSecretTrial(ring, () -> now);

    @Test
    void theRightSecretIsNamedAndNothingOfIt() {
        IssuedSecret other = issue("autumn", Optional.empty());
        IssuedSecret right = issue("spring", Optional.empty());
        Client client = client(BASIC, other.registered(), right.registered());

        TrialReport report = attempt(BILLING, text(right), client);

        assertThat(report.verdict()).isEqualTo(Verdict.GRANTED);
        assertThat(report.checks())
                .extracting(Check::id)
                .containsExactly("client", "enabled", "confidential", "method", "secret", "not_expired");
        assertThat(check(report, "secret").found())
                .isEqualTo("secret " + right.registered().id() + ", \"spring\"");
        assertThat(check(report, "not_expired").found()).isEqualTo("no end");
        assertThat(report.toString())
                .doesNotContain(text(right), right.registered().hash().text())
                .doesNotContain(other.registered().id(), "autumn");
    }

    @Test
    void sec2_aWrongSecretIsNoneOfThem() {
        IssuedSecret right = issue("", Optional.empty());

        TrialReport report = attempt(BILLING, text(right) + "x", client(BASIC, right.registered()));

        assertThat(report.verdict()).isEqualTo(Verdict.REFUSED);
        assertThat(failed(report)).containsExactly("secret");
        assertThat(check(report, "secret").found()).isEqualTo("none of its 1");
        assertThat(check(attempt(BILLING, "x", client(BASIC)), "secret").found())
                .isEqualTo("the client has no secret at all");
    }

    @Test
    void sec4_howLongASecretHasEndedIsTold() {
        IssuedSecret ended = issue("", Optional.of(START.plusSeconds(60)));
        Client client = client(AuthMethod.CLIENT_SECRET_POST, ended.registered());

        now = START.plusSeconds(60).minusNanos(1);
        assertThat(attempt(BILLING, text(ended), client).verdict()).isEqualTo(Verdict.GRANTED);
        now = START.plusSeconds(155);
        TrialReport report = attempt(BILLING, text(ended), client);

        assertThat(report.verdict()).isEqualTo(Verdict.REFUSED);
        assertThat(failed(report)).containsExactly("not_expired");
        assertThat(check(report, "not_expired").found()).isEqualTo("2026-03-01T10:01:00Z, 95 seconds ago");
    }

    @Test
    void everyRuleThatIsBrokenIsNamed() {
        IssuedSecret right = issue("", Optional.empty());
        ClientProfile usual = ClientProfile.confidential();
        ClientProfile profile = new ClientProfile(
                "", "", AccessType.PUBLIC, false, usual.method(), Scopes.NONE, List.of(), false, Map.of());
        Client client = client(BASIC, right.registered()).with(profile);

        TrialReport report = attempt(new ClientId("other"), text(right), client);

        assertThat(report.verdict()).isEqualTo(Verdict.REFUSED);
        assertThat(failed(report)).containsExactly("client", "enabled", "confidential");
        assertThat(check(report, "client").found()).isEqualTo("other");
    }

    @Test
    void gen3_anotherMethodIsToldAndItsSecretsAreLeftAlone() {
        IssuedSecret key = issuer.issue(BILLING, AuthMethod.CLIENT_SECRET_JWT, "", Optional.empty(), Optional.empty());

        TrialReport report = attempt(BILLING, text(key), client(AuthMethod.CLIENT_SECRET_JWT, key.registered()));

        assertThat(report.verdict()).isEqualTo(Verdict.REFUSED);
        assertThat(failed(report)).containsExactly("method", "secret");
        assertThat(check(report, "method").expected()).isEqualTo("client_secret_jwt");
    }

    @Test
    void gen11_aHashUnderAnotherMasterKeyCannotBeTold() {
        IssuedSecret right = issue("", Optional.empty());
        ExplainedSecretTrial elsewhere = new ExplainedSecretTrial(KeyRing.parse("k2 " + KeyRingTest.ONE), () -> now);

        TrialReport report = elsewhere.attempt(presented(BILLING, text(right)), client(BASIC, right.registered()));

        assertThat(report.verdict()).isEqualTo(Verdict.UNAVAILABLE);
        assertThat(check(report, "secret").found()).startsWith("could not tell").contains("k1");
    }

    private TrialReport attempt(ClientId id, String secret, Client client) {
        return trial.attempt(presented(id, secret), client);
    }

    private static PresentedSecret presented(ClientId id, String secret) {
        return new PresentedSecret(id, BASIC, new Secret(secret.getBytes(StandardCharsets.UTF_8)));
    }

    private IssuedSecret issue(String label, Optional<Instant> end) {
        return issuer.issue(BILLING, BASIC, label, Optional.empty(), end);
    }

    private static String text(IssuedSecret secret) {
        return new String(secret.value().bytes(), StandardCharsets.UTF_8);
    }

    private static Client client(AuthMethod method, ClientSecret... secrets) {
        ClientProfile profile = new ClientProfile(
                "", "", AccessType.CONFIDENTIAL, true, method, Scopes.NONE, List.of(), false, Map.of());
        return new Client(BILLING, profile, List.of(secrets), 1, START, START);
    }

    private static List<String> failed(TrialReport report) {
        return report.checks().stream()
                .filter(check -> !check.passed())
                .map(Check::id)
                .toList();
    }

    private static Check check(TrialReport report, String id) {
        return report.checks().stream()
                .filter(check -> check.id().equals(id))
                .findFirst()
                .orElseThrow();
    }
}
