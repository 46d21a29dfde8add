package dev.countersign.jose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.countersign.auth.Admission;
import dev.countersign.auth.AuthenticatorContext;
import dev.countersign.auth.Check;
import dev.countersign.auth.ClientKeys;
import dev.countersign.auth.Contexts;
import dev.countersign.auth.Gatekeeper;
import dev.countersign.auth.NoKeys;
import dev.countersign.auth.Outcome;
import dev.countersign.auth.ReadableSecrets;
import dev.countersign.auth.ReadableSecrets.ReadableSecret;
import dev.countersign.auth.Reading;
import dev.countersign.auth.Refusal;
import dev.countersign.auth.ReplayGuard;
import dev.countersign.auth.Secret;
import dev.countersign.auth.UsedIds;
import dev.countersign.auth.VerificationKey;
import dev.countersign.client.AccessType;
import dev.countersign.client.AuthMethod;
import dev.countersign.client.Client;
import dev.countersign.client.ClientId;
import dev.countersign.client.ClientProfile;
import dev.countersign.client.Scopes;
import dev.countersign.client.UnavailableException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What vectors cannot say: what the ports are asked, and what becomes of it when they cannot answer. */
class SignedAssertionAuthenticatorTest {

    private static final Instant NOW = Instant.parse("2026-07-01T12:00:00Z");
    private static final String SECRET = "s".repeat(43);
    private static final ClientKeys KEYS = (client, kid) -> List.of(key("rsa"));
    private final ReplayGuard fresh = new UsedIds(Set.of());

    private final UnavailableException down = new UnavailableException("down");
    private final Client client = client(AuthMethod.PRIVATE_KEY_JWT);

    @Test
    void jwt6_theMarkIsKeptBeyondExpiryAndSaysWhenTheAssertionWasMade() {
        List<String> claimed = new ArrayList<>();
        ReplayGuard guard = (id, jti, issuedAt, until) -> claimed.add(id + " " + jti + " " + issuedAt + " " + until);

        assertThat(judge(context(KEYS, guard), signed("RS256", "id-1"))).isInstanceOf(Outcome.Granted.class);

        assertThat(claimed).containsExactly("billing id-1 Optional[2026-07-01T12:00:00Z] 2026-07-01T12:02:30Z");
    }

    @Test
    void jwt6_aBadAssertionBurnsNothing() {
        AtomicInteger claims = new AtomicInteger();
        ReplayGuard guard = (id, jti, issuedAt, until) -> claims.incrementAndGet() > 0;
        AuthenticatorContext context = context((client, kid) -> List.of(key("rsa-other")), guard);

        assertThat(judge(context, signed("RS256", "id-1"))).isEqualTo(new Outcome.Refused(Refusal.BAD_SIGNATURE));
        assertThat(claims).hasValue(0);
    }

    @Test
    void gen11_keysThatCannotBeHadAreNoRefusal() {
        AuthenticatorContext context = context(
                (client, kid) -> {
                    throw down;
                },
                fresh);

        assertThatThrownBy(() -> judge(context, signed("RS256", "id-1"))).isSameAs(down);
        List<Check> checks = explain(context, signed("RS256", "id-1"));
        assertThat(checks)
                .filteredOn(check -> check.result() == Check.Result.UNKNOWN)
                .extracting(Check::id, Check::found)
                .containsExactly(tuple("key", "down"));
        assertThat(checks)
                .filteredOn(check -> check.result() == Check.Result.FAILED)
                .extracting(Check::id)
                .containsExactly("signature");
    }

    @Test
    void gen11_aGuardThatCannotTellIsNoRefusal() {
        AuthenticatorContext context = context(KEYS, (id, jti, issuedAt, until) -> {
            throw down;
        });

        assertThatThrownBy(() -> judge(context, signed("RS256", "id-1"))).isSameAs(down);
    }

    @Test
    void theKeyIdIsAskedForAndTheCredentialIsNamed() {
        List<Optional<String>> asked = new ArrayList<>();
        VerificationKey certified = new VerificationKey(
                Optional.empty(),
                Optional.empty(),
                TestKeys.pair("rsa").getPublic(),
                Optional.empty(),
                Optional.of(Instant.MIN),
                Optional.of(Instant.MAX),
                Optional.of("certificate-7"));
        ClientKeys keys = (client, kid) -> {
            asked.add(kid);
            return List.of(certified);
        };

        assertThat(judge(context(keys, fresh), signed("RS256", "id-1")))
                .isEqualTo(new Outcome.Granted(client, AuthMethod.PRIVATE_KEY_JWT, Optional.of("certificate-7")));
        assertThat(asked).containsExactly(Optional.of("k1"));
    }

    @Test
    void jwt11_secretsAreWipedWhateverComesOfIt() {
        for (String jti : List.of("id-1", "")) {
            Secret good = new Secret(SECRET.getBytes(StandardCharsets.US_ASCII));
            Secret tooShort = new Secret("short".getBytes(StandardCharsets.US_ASCII));
            ReadableSecrets secrets =
                    asked -> List.of(new ReadableSecret("s1", good), new ReadableSecret("s2", tooShort));

            judge(context(secrets), signed("HS256", jti));

            assertThat(good.bytes()).containsOnly(0);
            assertThat(tooShort.bytes()).containsOnly(0);
        }
    }

    @Test
    void jwt11_theSecretThatSignedIsNamed() {
        ReadableSecrets secrets = asked -> List.of(
                new ReadableSecret("s1", new Secret("t".repeat(43).getBytes(StandardCharsets.US_ASCII))),
                new ReadableSecret("s2", new Secret(SECRET.getBytes(StandardCharsets.US_ASCII))));

        assertThat(judge(context(secrets), signed("HS256", "id-1")))
                .isEqualTo(new Outcome.Granted(client, AuthMethod.CLIENT_SECRET_JWT, Optional.of("s2")));
    }

    @Test
    void jwt7_aClientOfPrivateKeysCannotUseItsPublicKeyAsASecret() {
        Gatekeeper gatekeeper = new Gatekeeper(
                id -> Optional.of(client), List.of(new SignedAssertionAuthenticator(context(KEYS, fresh))));

        assertThat(gatekeeper.judge(read(signed("HS256", "id-1")), Admission.ANY, InetAddress.getLoopbackAddress()))
                .isEqualTo(new Outcome.Refused(Refusal.METHOD_NOT_REGISTERED));
        assertThat(gatekeeper.judge(read(signed("RS256", "id-1")), Admission.ANY, InetAddress.getLoopbackAddress()))
                .isInstanceOf(Outcome.Granted.class);
    }

    @Test
    void theTrialNamesEveryRuleThatIsBrokenAndShowsNoSignature() {
        String bad = signed("RS256", "");
        AuthenticatorContext context = context((client, kid) -> List.of(key("rsa-other")), fresh);

        List<Check> checks = explain(context, bad);

        assertThat(checks)
                .filteredOn(check -> check.result() != Check.Result.PASSED)
                .extracting(Check::id)
                .containsExactly("signature", "id", "replay");
        assertThat(checks).hasSize(15);
        assertThat(checks)
                .filteredOn(check -> check.id().equals("extensions"))
                .extracting(check -> check.found())
                .containsExactly("none");
        assertThat(checks.toString()).doesNotContain(bad.substring(bad.lastIndexOf('.') + 1));
    }

    @Test
    void jwt6_theTrialFindsAUsedAssertionAndUsesNoneUp() {
        AuthenticatorContext context = context(KEYS, fresh);
        String assertion = signed("RS256", "id-1");

        assertThat(explain(context, assertion)).last().isEqualTo(replay(context, assertion, Check.Result.PASSED));
        assertThat(judge(context, assertion)).isInstanceOf(Outcome.Granted.class);
        assertThat(explain(context, assertion)).last().isEqualTo(replay(context, assertion, Check.Result.FAILED));
        assertThat(judge(context, assertion)).isEqualTo(new Outcome.Refused(Refusal.REPLAYED));
    }

    @Test
    void jwt6_aGuardThatCanOnlyClaimIsNotAskedByATrial() {
        AtomicInteger claims = new AtomicInteger();
        ReplayGuard guard = (id, jti, issuedAt, until) -> claims.incrementAndGet() > 0;

        List<Check> checks = explain(context(KEYS, guard), signed("RS256", "id-1"));

        assertThat(checks)
                .filteredOn(check -> check.result() != Check.Result.PASSED)
                .extracting(Check::id, Check::result)
                .containsExactly(tuple("replay", Check.Result.UNKNOWN));
        assertThat(claims).hasValue(0);
    }

    private Check replay(AuthenticatorContext context, String assertion, Check.Result result) {
        List<Check> checks = explain(context, assertion);
        Check last = checks.get(checks.size() - 1);
        return new Check("replay", result, last.expected(), last.found(), last.explanation());
    }

    @Test
    void thatAKeyWasReplacedAndHasEndedIsExplained() {
        VerificationKey known = key("rsa");
        VerificationKey ended = new VerificationKey(
                known.kid(),
                known.thumbprint(),
                known.key(),
                known.algorithm(),
                known.notBefore(),
                known.notAfter(),
                Optional.of("certificate-7"),
                Optional.of(NOW));

        assertThat(explain(context((asked, kid) -> List.of(ended), fresh), signed("RS256", "id-1")))
                .filteredOn(check -> check.id().equals("key"))
                .singleElement()
                .satisfies(
                        check -> assertThat(check.found()).contains("kid k1, replaced by a newer one, ended " + NOW));
    }

    @Test
    void gen20_anAssertionCannotBePrinted() {
        String text = signed("RS256", "id-1");
        SignedAssertion assertion = read(text);
        assertThat(assertion.toString()).doesNotContain("billing");
        assertThat(new Reading.Found(assertion).toString()).doesNotContain("billing");
    }

    private List<Check> explain(AuthenticatorContext context, String assertion) {
        return new SignedAssertionAuthenticator(context).explain(read(assertion), client);
    }

    private Outcome judge(AuthenticatorContext context, String assertion) {
        return new SignedAssertionAuthenticator(context).authenticate(read(assertion), client);
    }

    private static SignedAssertion read(String assertion) {
        return (SignedAssertion) ((Reading.Found) AssertionReader.read(assertion)).credential();
    }

    private static String signed(String algorithm, String jti) {
        String header = "{\"alg\":\"" + algorithm + "\",\"kid\":\"k1\"}";
        String claims = "{\"iss\":\"billing\",\"sub\":\"billing\",\"aud\":\"" + Contexts.RULES.issuer()
                + "\",\"exp\":" + (NOW.getEpochSecond() + 60) + ",\"iat\":" + NOW.getEpochSecond() + ",\"jti\":\"" + jti
                + "\"}";
        if (algorithm.startsWith("HS")) {
            String input = TestKeys.base64Url(header) + "." + TestKeys.base64Url(claims);
            byte[] mac = AssertionMaker.mac(input, algorithm, SECRET.getBytes(StandardCharsets.US_ASCII));
            return input + "." + TestKeys.base64Url(mac);
        }
        String key =
                Map.of("ES256", "p256", "ES512", "p521", "EdDSA", "ed25519").getOrDefault(algorithm, "rsa");
        return AssertionMaker.compact(header, claims, algorithm, key);
    }

    private static VerificationKey key(String name) {
        return new VerificationKey(
                Optional.of("k1"),
                Optional.empty(),
                TestKeys.pair(name).getPublic(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private static AuthenticatorContext context(ClientKeys keys, ReplayGuard guard) {
        return context(asked -> List.of(), keys, guard);
    }

    private AuthenticatorContext context(ReadableSecrets secrets) {
        return context(secrets, KEYS, fresh);
    }

    private static AuthenticatorContext context(ReadableSecrets secrets, ClientKeys keys, ReplayGuard guard) {
        return new AuthenticatorContext(
                InstantSource.fixed(NOW),
                NoKeys.NONE,
                secrets,
                keys,
                Contexts.RULES,
                guard,
                algorithm -> Optional.empty());
    }

    private static Client client(AuthMethod method) {
        ClientProfile profile = new ClientProfile(
                "", "", AccessType.CONFIDENTIAL, true, method, Scopes.NONE, List.of(), false, Map.of());
        return new Client(new ClientId("billing"), profile, List.of(), 1, NOW, NOW);
    }
}
