package dev.countersign.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.countersign.auth.Check;
import dev.countersign.auth.Contexts;
import dev.countersign.auth.Gatekeeper;
import dev.countersign.auth.PresentedSecret;
import dev.countersign.auth.Secret;
import dev.countersign.client.AccessType;
import dev.countersign.client.AuthMethod;
import dev.countersign.client.Client;
import dev.countersign.client.ClientId;
import dev.countersign.client.ClientProfile;
import dev.countersign.client.ClientSecret;
import dev.countersign.client.Scopes;
import dev.countersign.manage.SecretIssuer.IssuedSecret;
import dev.countersign.text.SecretText;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SecretChecksTest {

    private static final ClientId BILLING = new ClientId("billing");
    private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");
    private static final AuthMethod BASIC = AuthMethod.CLIENT_SECRET_BASIC;

    private Instant now = START;
    private final KeyRing ring = KeyRing.parse("k1 " + KeyRingTest.ONE);
    private final RandomSecretIssuer issuer = new RandomSecretIssuer(ring, () -> now);
    private final SecretAuthenticator authenticator = new SecretAuthenticator(Contexts.of(() -> now, ring));

    @Test
    void theRightSecretIsNamedAndNothingOfIt() {
        IssuedSecret other = issue("autumn", Optional.empty());
        IssuedSecret right = issue("spring", Optional.empty());
        Client client = client(BASIC, other.registered(), right.registered());

        List<Check> report = attempt(BILLING, text(right), client);

        assertThat(report)
                .extracting(Check::id)
                .containsExactly("enabled", "confidential", "client", "method", "secret", "not_expired");
        assertThat(report).extracting(Check::result).containsOnly(Check.Result.PASSED);
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

        List<Check> report = attempt(BILLING, text(right) + "x", client(BASIC, right.registered()));

        assertThat(failed(report)).containsExactly("secret");
        assertThat(check(report, "secret").found())
                .isEqualTo("none of its 1; the checksum of what was sent does not fit: cut off, or mistyped?");
        assertThat(check(attempt(BILLING, "x", client(BASIC, right.registered())), "secret")
                        .found())
                .isEqualTo("none of its 1");
        assertThat(check(attempt(BILLING, "x", client(BASIC)), "secret").found())
                .isEqualTo("the client has no secret at all");
    }

    @Test
    void sec2_aWholeSecretThatIsNoneOfThemIsOfElsewhere() {
        IssuedSecret right = issue("", Optional.empty());
        IssuedSecret elsewhere = issue("", Optional.empty());
        byte[] forged = SecretText.compose(right.registered().id(), new byte[32], SecretText.LENGTH);

        assertThat(found(text(elsewhere), right))
                .isEqualTo("none of its 1; what was sent is whole: it is another client's, or one of this client's that"
                        + " was revoked");
        assertThat(found(text(right).substring(0, 50), right)).endsWith("cut off, or mistyped?");
        assertThat(found(new String(forged, StandardCharsets.US_ASCII), right))
                .endsWith("names one of them, but is another text: not made by this server");
    }

    private String found(String sent, IssuedSecret registered) {
        List<Check> report = attempt(BILLING, sent, client(BASIC, registered.registered()));
        assertThat(failed(report)).containsExactly("secret");
        assertThat(report.toString()).doesNotContain(sent);
        return check(report, "secret").found();
    }

    @Test
    void sec4_howLongASecretHasEndedIsTold() {
        IssuedSecret ended = issue("", Optional.of(START.plusSeconds(60)));
        Client client = client(AuthMethod.CLIENT_SECRET_POST, ended.registered());

        now = START.plusSeconds(60).minusNanos(1);
        assertThat(failed(attempt(BILLING, text(ended), client))).isEmpty();
        now = START.plusSeconds(155);
        List<Check> report = attempt(BILLING, text(ended), client);

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

        List<Check> report = attempt(new ClientId("other"), text(right), client);

        assertThat(failed(report)).containsExactly("enabled", "confidential", "client");
        assertThat(check(report, "client").found()).isEqualTo("other");
    }

    @Test
    void gen3_anotherMethodIsToldAndItsSecretsAreLeftAlone() {
        IssuedSecret key = issuer.issue(
                BILLING, AuthMethod.CLIENT_SECRET_JWT, Optional.empty(), "", Optional.empty(), Optional.empty());

        List<Check> report = attempt(BILLING, text(key), client(AuthMethod.CLIENT_SECRET_JWT, key.registered()));

        assertThat(failed(report)).containsExactly("method");
        assertThat(report).extracting(Check::id).doesNotContain("secret");
        assertThat(check(report, "method").expected()).isEqualTo("client_secret_jwt");
    }

    @Test
    void gen11_aHashUnderAnotherMasterKeyCannotBeTold() {
        IssuedSecret right = issue("", Optional.empty());
        SecretAuthenticator elsewhere =
                new SecretAuthenticator(Contexts.of(() -> now, KeyRing.parse("k2 " + KeyRingTest.ONE)));

        List<Check> report = elsewhere.explain(presented(BILLING, text(right)), client(BASIC, right.registered()));

        assertThat(report).extracting(Check::id, Check::result).containsExactly(tuple("secret", Check.Result.UNKNOWN));
        assertThat(check(report, "secret").found()).contains("k1");
    }

    private List<Check> attempt(ClientId id, String secret, Client client) {
        return new Gatekeeper(asked -> Optional.empty(), List.of(authenticator))
                .explain(Optional.of(presented(id, secret)), client);
    }

    private static PresentedSecret presented(ClientId id, String secret) {
        return new PresentedSecret(id, BASIC, new Secret(secret.getBytes(StandardCharsets.UTF_8)));
    }

    private IssuedSecret issue(String label, Optional<Instant> end) {
        return issuer.issue(BILLING, BASIC, Optional.empty(), label, Optional.empty(), end);
    }

    private static String text(IssuedSecret secret) {
        return new String(secret.value().bytes(), StandardCharsets.UTF_8);
    }

    private static Client client(AuthMethod method, ClientSecret... secrets) {
        ClientProfile profile = new ClientProfile(
                "", "", AccessType.CONFIDENTIAL, true, method, Scopes.NONE, List.of(), false, Map.of());
        return new Client(BILLING, profile, List.of(secrets), 1, START, START);
    }

    private static List<String> failed(List<Check> report) {
        return report.stream()
                .filter(check -> check.result() == Check.Result.FAILED)
                .map(Check::id)
                .toList();
    }

    private static Check check(List<Check> report, String id) {
        return report.stream()
                .filter(check -> check.id().equals(id))
                .findFirst()
                .orElseThrow();
    }
}
