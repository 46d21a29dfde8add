package dev.countersign.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.jose.Judgement;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jose4j.json.JsonUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientAssertionTest {

    private static final Instant NOW = Instant.parse("2026-07-01T12:00:00.750Z");
    private static final InstantSource CLOCK = InstantSource.fixed(NOW);
    private static final String SECRET = "a secret of the client, long enough even for the longest of hashes";

    @ParameterizedTest
    @CsvSource({
        "rsa, RS256",
        "rsa, RS384",
        "rsa, RS512",
        "rsa, PS256",
        "rsa3072, PS384",
        "rsa3072, PS512",
        "pss, PS256",
        "p256, ES256",
        "p384, ES384",
        "p521, ES512",
        "ed25519, EdDSA",
        "ed25519, Ed25519"
    })
    void jwt7_countersignAndThePlatformTakeWhatEachKeySigns(String key, String algorithm) throws Exception {
        for (String type : List.of("PKCS12", "JKS")) {
            ClientKey signer = ClientKey.inKeyStore(
                            TestKeyStores.store(type, "active=" + key), "active", TestKeyStores.password())
                    .withAlgorithm(algorithm);
            String jwks = PublicJwk.keySet(List.of(signer.publicJwk().orElseThrow()));
            Judgement judgement = Judgement.ofKeySet("billing", jwks, CLOCK);

            String assertion = assertion(signer).create();

            assertThat(judgement.on(assertion)).isEqualTo("granted");
            assertThat(judgement.on(assertion)).isEqualTo("REPLAYED");
            assertThat(verifies(assertion, algorithm, TestKeyStores.pair(key).getPublic()))
                    .isTrue();
            assertThat(header(assertion)).containsEntry("alg", algorithm);
        }
    }

    @ParameterizedTest
    @CsvSource({"HS256, HmacSHA256", "HS384, HmacSHA384", "HS512, HmacSHA512"})
    void jwt11_aSecretSignsToo(String algorithm, String mac) throws Exception {
        ClientKey signer = ClientKey.ofSecret(SECRET.toCharArray()).withAlgorithm(algorithm);

        String assertion = assertion(signer).create();

        assertThat(Judgement.ofSecret("billing", SECRET, CLOCK).on(assertion)).isEqualTo("granted");
        Mac independent = Mac.getInstance(mac);
        independent.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), mac));
        assertThat(signature(assertion)).isEqualTo(independent.doFinal(signed(assertion)));
        assertThat(header(assertion)).doesNotContainKey("kid");
    }

    @ParameterizedTest
    @CsvSource({"rsa, PS256", "pss, PS256", "p256, ES256", "p384, ES384", "p521, ES512", "ed25519, EdDSA"})
    void everyKeyHasAUsualAlgorithm(String key, String algorithm) throws Exception {
        assertThat(key(key).algorithm()).isEqualTo(algorithm);
        assertThat(ClientKey.ofSecret(SECRET.toCharArray()).algorithm()).isEqualTo("HS256");
    }

    @Test
    void jwt2_jwt3_jwt13_itSaysWhatTheDraftAsksFor() throws Exception {
        ClientKey key = key("p256");

        String assertion = assertion(key).create();

        assertThat(header(assertion))
                .containsOnly(
                        Map.entry("typ", "client-authentication+jwt"),
                        Map.entry("alg", "ES256"),
                        Map.entry("kid", key.kid().orElseThrow()));
        assertThat(claims(assertion))
                .containsEntry("iss", "billing")
                .containsEntry("sub", "billing")
                .containsEntry("aud", Judgement.ISSUER)
                .containsEntry("iat", NOW.getEpochSecond())
                .containsEntry("exp", NOW.getEpochSecond() + 60)
                .containsOnlyKeys("iss", "sub", "aud", "iat", "exp", "jti");
    }

    @Test
    void jwt4_itLivesAsLongAsIsSaid() throws Exception {
        ClientAssertion longest = assertion(key("p256")).withLifetime(Duration.ofMinutes(5));
        assertThat(claims(longest.create())).containsEntry("exp", NOW.getEpochSecond() + 300);
        for (Duration wrong :
                List.of(Duration.ZERO, Duration.ofSeconds(-1), Duration.ofMillis(1500), Duration.ofSeconds(301))) {
            assertThatThrownBy(() -> longest.withLifetime(wrong)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void jwt6_noTwoAreAlikeWhoeverMakesThem() throws Exception {
        ClientAssertion shared = assertion(key("p256"));
        List<Callable<List<String>>> makers = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            makers.add(() -> {
                List<String> made = new ArrayList<>();
                for (int j = 0; j < 25; j++) {
                    made.add(shared.create());
                }
                return made;
            });
        }
        Judgement judgement = Judgement.ofKeySet("billing", keySet(key("p256")), CLOCK);
        Set<String> ids = new HashSet<>();
        ExecutorService threads = Executors.newFixedThreadPool(makers.size());
        try {
            for (Future<List<String>> made : threads.invokeAll(makers)) {
                for (String assertion : made.get()) {
                    assertThat(judgement.on(assertion)).isEqualTo("granted");
                    String id = String.valueOf(claims(assertion).get("jti"));
                    // 128 random bits are 22 letters.
                    assertThat(id).hasSizeGreaterThanOrEqualTo(22);
                    ids.add(id);
                }
            }
        } finally {
            threads.shutdown();
        }
        assertThat(ids).hasSize(200);
    }

    @Test
    void jwt10_anotherClientIsNotProvedByIt() throws Exception {
        String assertion = assertion(key("p256")).create();
        assertThat(Judgement.ofKeySet("other", keySet(key("p256")), CLOCK).on(assertion))
                .isEqualTo("WRONG_ISSUER");
        assertThat(Judgement.ofKeySet("billing", keySet(key("p256-other")), CLOCK)
                        .on(assertion))
                .isEqualTo("NO_SUCH_KEY");
    }

    @Test
    void theFormHoldsWhatProvesTheClientAndIsEncoded() throws Exception {
        ClientAssertion assertion = new ClientAssertion("a&b=c ü", Judgement.ISSUER, key("p256"));

        Map<String, String> parameters = assertion.parameters();
        assertThat(parameters)
                .containsOnlyKeys("client_id", "client_assertion_type", "client_assertion")
                .containsEntry("client_id", "a&b=c ü")
                .containsEntry("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
        String[] form = assertion.form().split("&", -1);
        assertThat(form).hasSize(3);
        assertThat(URLDecoder.decode(form[0], StandardCharsets.UTF_8)).isEqualTo("client_id=a&b=c ü");
        assertThat(form[2])
                .startsWith("client_assertion=ey")
                .isNotEqualTo("client_assertion=" + parameters.get("client_assertion"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "sentry.example", "/countersign", "no url"})
    void anIssuerIsAUrl(String issuer) throws Exception {
        ClientKey key = key("p256");
        assertThatThrownBy(() -> new ClientAssertion("billing", issuer, key))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ClientAssertion(" ", Judgement.ISSUER, key))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void sec6_nothingPrintsAKey() throws Exception {
        ClientKey secret = ClientKey.ofSecret(SECRET.toCharArray());
        assertThat(secret.toString() + assertion(secret)).doesNotContain(SECRET);
        assertThat(key("rsa").toString()).matches("ClientKey\\[PS256, kid [A-Za-z0-9_-]{43}]");
        assertThat(assertion(key("rsa")).toString())
                .isEqualTo("ClientAssertion[billing at " + Judgement.ISSUER + ", for PT1M]");
    }

    private static ClientKey key(String name) throws Exception {
        return ClientKey.inKeyStore(
                TestKeyStores.store("PKCS12", "active=" + name), "active", TestKeyStores.password());
    }

    private static String keySet(ClientKey key) {
        return PublicJwk.keySet(List.of(key.publicJwk().orElseThrow()));
    }

    private static ClientAssertion assertion(ClientKey key) {
        return new ClientAssertion("billing", Judgement.ISSUER, key).withClock(CLOCK);
    }

    private static Map<String, Object> header(String assertion) throws Exception {
        return JsonUtil.parseJson(decoded(assertion, 0));
    }

    private static Map<String, Object> claims(String assertion) throws Exception {
        return JsonUtil.parseJson(decoded(assertion, 1));
    }

    private static String decoded(String assertion, int part) {
        return new String(Base64.getUrlDecoder().decode(assertion.split("\\.", -1)[part]), StandardCharsets.UTF_8);
    }

    private static byte[] signed(String assertion) {
        return assertion.substring(0, assertion.lastIndexOf('.')).getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] signature(String assertion) {
        return Base64.getUrlDecoder().decode(assertion.substring(assertion.lastIndexOf('.') + 1));
    }

    /** By the platform alone, as RFC 7518 has the algorithms. */
    private static boolean verifies(String assertion, String algorithm, PublicKey key) throws Exception {
        String bits = algorithm.substring(2);
        Signature signature = switch (algorithm.substring(0, 2)) {
            case "RS" -> Signature.getInstance("SHA" + bits + "withRSA");
            case "PS" -> Signature.getInstance("RSASSA-PSS");
            case "ES" -> Signature.getInstance("SHA" + bits + "withECDSAinP1363Format");
            default -> Signature.getInstance("Ed25519");
        };
        if (algorithm.startsWith("PS")) {
            signature.setParameter(new PSSParameterSpec(
                    "SHA-" + bits, "MGF1", new MGF1ParameterSpec("SHA-" + bits), Integer.parseInt(bits) / 8, 1));
        }
        signature.initVerify(key);
        signature.update(signed(assertion));
        return signature.verify(signature(assertion));
    }
}
