package dev.countersign.jose;

import static dev.countersign.jose.RefusalScene.assertion;
import static dev.countersign.jose.RefusalScene.claims;
import static dev.countersign.jose.RefusalScene.client;
import static dev.countersign.jose.RefusalScene.key;
import static dev.countersign.jose.RefusalScene.publicKey;
import static dev.countersign.jose.RefusalScene.rsa;
import static dev.countersign.jose.RefusalScene.signature;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.auth.Contexts;
import dev.countersign.auth.Outcome;
import dev.countersign.auth.Refusal;
import dev.countersign.auth.VerificationKey;
import dev.countersign.client.AccessType;
import dev.countersign.client.AuthMethod;
import dev.countersign.client.Client;
import dev.countersign.keys.JwsAlgorithm;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every combination of named client, registered keys and form of the signature: the same verifications are made for the
 * same signature.
 */
class RefusalCostTest {

    private static final List<String> TYPES = List.of("2048", "3072", "4096", "2052", "p256", "p384", "ed25519");
    private static final List<String> HEADERS =
            List.of("", ",\"kid\":\"k1\"", ",\"kid\":\"unknown\"", ",\"crit\":[\"alg\"]");
    private static final int WHOLE = 4;

    private final RefusalScene scene = new RefusalScene();
    private final CountedVerifications counted = scene.counted;
    private final List<VerificationKey> keys = scene.keys;

    @ParameterizedTest
    @CsvSource({
        "RS256, 256, SHA256withRSA 2048",
        "RS256, 257, SHA256withRSA 2056",
        "RS512, 384, SHA512withRSA 3072",
        "PS256, 512, RSASSA-PSS 4096",
        "RS256, 1024, SHA256withRSA 8192",
        "ES256, 64, SHA256withECDSAinP1363Format 256",
        "ES384, 96, SHA384withECDSAinP1363Format 384",
        "EdDSA, 64, Ed25519"
    })
    void gen10_everyRefusalVerifiesWhatItsSignatureNames(String algorithm, int length, String verification) {
        List<String> whole = Collections.nCopies(WHOLE, verification);
        for (byte[] signature : signatures(length)) {
            for (String header : HEADERS) {
                String assertion = assertion(algorithm, header, signature);
                everyClient((description, client) -> {
                    assertThat(scene.judge(client, assertion)).as(description).isInstanceOf(Outcome.Refused.class);
                    assertThat(counted.take())
                            .as(algorithm + header + description)
                            .isEqualTo(whole);
                });
            }
        }
    }

    /** By any key, so it is verified for none. */
    @ParameterizedTest
    @CsvSource({"RS256, 255", "RS256, 1025", "RS256, 0", "ES256, 63", "ES256, 0", "EdDSA, 65", "ES384, 64"})
    void gen10_aSignatureOfNoPossibleLengthCostsNothing(String algorithm, int length) {
        String assertion = assertion(algorithm, "", signature(length));
        everyClient((description, client) -> {
            assertThat(scene.judge(client, assertion)).isInstanceOf(Outcome.Refused.class);
            assertThat(counted.take()).as(description).isEmpty();
        });
    }

    @Test
    void gen10_aSignatureOfNoPossibleValueCostsNothing() {
        byte[] one = new byte[256];
        one[255] = 1;
        byte[] ones = new byte[256];
        Arrays.fill(ones, (byte) 0xFF);
        for (byte[] signature : List.of(new byte[256], one, ones)) {
            everyClient((description, client) -> {
                assertThat(scene.judge(client, assertion("RS256", "", signature)))
                        .isInstanceOf(Outcome.Refused.class);
                assertThat(counted.take()).as(description).isEmpty();
            });
        }
        byte[] zero = signature(64);
        Arrays.fill(zero, 32, 64, (byte) 0);
        everyClient((description, client) -> {
            assertThat(scene.judge(client, assertion("ES256", "", zero))).isInstanceOf(Outcome.Refused.class);
            assertThat(counted.take()).as(description).isEmpty();
        });
    }

    @Test
    void gen10_anAlgorithmThatIsNotAllowedCostsNothing() {
        everyClient((description, client) -> {
            assertThat(scene.judge(client, assertion("ES256K", "", signature(64))))
                    .isInstanceOf(Outcome.Refused.class);
            assertThat(counted.take()).as(description).isEmpty();
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"audience", "expired", "replayed", "algorithm"})
    void gen10_aRightSignatureThatIsRefusedCostsAsMuch(String fault) {
        keys.add(key("k1", TestKeys.pair("rsa").getPublic()));
        scene.used = fault.equals("replayed");
        Map<String, String> properties =
                fault.equals("algorithm") ? Map.of("token_endpoint_auth_signing_alg", "ES256") : Map.of();
        String claims = claims(
                fault.equals("audience")
                        ? "https://other.example"
                        : Contexts.RULES.issuer().toString(),
                fault.equals("expired") ? -60 : 60);
        String assertion = AssertionMaker.compact("{\"alg\":\"RS256\",\"kid\":\"k1\"}", claims, "RS256", "rsa");

        assertThat(scene.judge(
                        Optional.of(client(AuthMethod.PRIVATE_KEY_JWT, AccessType.CONFIDENTIAL, true, properties)),
                        assertion))
                .isInstanceOf(Outcome.Refused.class);
        assertThat(counted.take()).isEqualTo(Collections.nCopies(WHOLE, "SHA256withRSA 2048"));
    }

    @Test
    void gen10_whoIsGrantedPaysForNoOther() {
        keys.add(key("k1", TestKeys.pair("rsa").getPublic()));
        String claims = claims(Contexts.RULES.issuer().toString(), 60);
        String assertion = AssertionMaker.compact("{\"alg\":\"RS256\"}", claims, "RS256", "rsa");

        assertThat(scene.judge(Optional.of(client(AuthMethod.PRIVATE_KEY_JWT)), assertion))
                .isInstanceOf(Outcome.Granted.class);
        assertThat(counted.take()).containsExactly("SHA256withRSA 2048");
    }

    /**
     * A number between the two would be verified by one and not by the other: asked often enough, the time would tell
     * the modulus.
     */
    @Test
    void gen10_aSignatureAboveTheModulusCostsAsMuch() {
        byte[] half = new byte[256];
        half[0] = (byte) 0x80;
        half[255] = 1;
        keys.add(key("k1", rsa(new BigInteger(1, half))));
        byte[] above = half.clone();
        above[255] = 2;

        assertThat(scene.judge(Optional.of(client(AuthMethod.PRIVATE_KEY_JWT)), assertion("RS256", "", above)))
                .isEqualTo(new Outcome.Refused(Refusal.BAD_SIGNATURE));
        assertThat(counted.take()).isEqualTo(Collections.nCopies(WHOLE, "SHA256withRSA 2048"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"HS256", "HS512"})
    void gen10_everySharedSecretIsReadAndCompared(String algorithm) {
        String assertion = assertion(algorithm, "", signature(algorithm.equals("HS256") ? 32 : 64));
        String other = assertion(algorithm, "", signature(20));
        List<String> texts = IntStream.range(0, Client.MAX_SECRETS)
                .mapToObj(i -> String.valueOf(i % 10).repeat(i % 2 == 0 ? 86 : 20))
                .toList();
        for (int count : List.of(0, 1, 2, Client.MAX_SECRETS)) {
            scene.secretTexts.clear();
            scene.secretTexts.addAll(texts.subList(0, count));
            for (Optional<Client> client : List.of(
                    Optional.<Client>empty(),
                    Optional.of(client(AuthMethod.PRIVATE_KEY_JWT)),
                    Optional.of(client(AuthMethod.CLIENT_SECRET_JWT, AccessType.CONFIDENTIAL, false, Map.of())),
                    Optional.of(client(AuthMethod.CLIENT_SECRET_JWT)))) {
                scene.secretsRead = 0;
                assertThat(scene.judge(client, assertion)).isInstanceOf(Outcome.Refused.class);
                assertThat(counted.take())
                        .isEqualTo(Collections.nCopies(
                                Client.MAX_SECRETS,
                                JwsAlgorithm.named(algorithm).orElseThrow().jcaName()));
                assertThat(scene.secretsRead).isEqualTo(Client.MAX_SECRETS);

                scene.secretsRead = 0;
                assertThat(scene.judge(client, other)).isInstanceOf(Outcome.Refused.class);
                assertThat(counted.take()).isEmpty();
                assertThat(scene.secretsRead).isEqualTo(Client.MAX_SECRETS);
            }
        }
    }

    private interface Cell {
        void check(String description, Optional<Client> client);
    }

    /** That does not exist, is disabled, public, of another method; that has one key, or four, of every type. */
    private void everyClient(Cell cell) {
        Map<String, Optional<Client>> without = new LinkedHashMap<>();
        without.put("unknown", Optional.empty());
        without.put(
                "disabled", Optional.of(client(AuthMethod.PRIVATE_KEY_JWT, AccessType.CONFIDENTIAL, false, Map.of())));
        without.put("public", Optional.of(client(AuthMethod.PRIVATE_KEY_JWT, AccessType.PUBLIC, true, Map.of())));
        without.put("shared", Optional.of(client(AuthMethod.CLIENT_SECRET_JWT)));
        without.put("secret", Optional.of(client(AuthMethod.CLIENT_SECRET_BASIC)));
        without.put("no key", Optional.of(client(AuthMethod.PRIVATE_KEY_JWT)));
        keys.clear();
        without.forEach(cell::check);
        Optional<Client> known = Optional.of(client(AuthMethod.PRIVATE_KEY_JWT));
        for (String type : TYPES) {
            for (int count : List.of(1, 4, 6)) {
                keys.clear();
                IntStream.rangeClosed(1, count).forEach(i -> keys.add(key("k" + i, publicKey(type, i))));
                cell.check(count + " of " + type, known);
            }
        }
        keys.clear();
        Stream.of("2048", "3072", "2048", "4096", "p256", "ed25519")
                .forEach(type -> keys.add(key("k1", publicKey(type, keys.size()))));
        cell.check("mixed", known);
        keys.clear();
        Stream.of("2048", "p256", "ed25519").forEach(type -> {
            keys.add(FittingKeysTest.ending(key("k1", publicKey(type, 1)), Instant.EPOCH));
            keys.add(key("k2", publicKey(type, 2)));
            keys.add(FittingKeysTest.ending(key("k3", publicKey(type, 2)), Instant.EPOCH));
        });
        cell.check("replaced", known);
    }

    /** Somewhere in the middle, small, and so great that most moduli of its length are less. */
    private static List<byte[]> signatures(int length) {
        byte[] small = new byte[length];
        small[length - 1] = 2;
        small[length / 2 - 1] = 2;
        byte[] great = signature(length);
        great[0] = (byte) 0xFF;
        great[1] = (byte) 0xFE;
        return List.of(signature(length), small, great);
    }
}
