package dev.countersign.jose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.auth.KeySetOrigin;
import dev.countersign.auth.KeySource;
import dev.countersign.auth.PropertyDescription;
import dev.countersign.client.AuthMethod;
import dev.countersign.client.Client;
import dev.countersign.client.ClientId;
import dev.countersign.client.ClientProfile;
import dev.countersign.client.UnavailableException;
import java.math.BigInteger;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Key sets: which of their keys are of use, what an administrator may register, and what a URL may answer. */
class KeySetTest {

    private static final Instant NOW = Instant.parse("2026-07-01T12:00:00Z");
    private static final BigInteger P25519 = BigInteger.TWO.pow(255).subtract(BigInteger.valueOf(19));
    private static final String URL = "https://client.example/jwks";

    @Test
    void jwt8_keysOfEveryKindAreRead() throws Exception {
        KeySet set = parse(AssertionScene.keySet(
                List.of("rsa kid=a alg=PS256", "p256 kid=b", "p384", "p521 use=sig", "ed25519 kid=e")));

        assertThat(set.problems()).isEmpty();
        assertThat(set.keys())
                .extracting(key -> key.key().getEncoded())
                .containsExactly(encoded("rsa"), encoded("p256"), encoded("p384"), encoded("p521"), encoded("ed25519"));
        assertThat(set.keys())
                .extracting(key -> key.kid().orElse("none"))
                .containsExactly("a", "b", "none", "none", "e");
        assertThat(set.keys().get(0).algorithm()).contains("PS256");
        assertThat(set.keys()).allMatch(key -> key.ofKeySet());
    }

    @Test
    void key8_anEmptySetIsAnAnswer() throws Exception {
        assertThat(parse("{\"keys\":[]}").keys()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<!DOCTYPE html><html></html>",
                "[]",
                "{}",
                "{\"keys\":{}}",
                "{\"keys\":null}",
                "{\"keys\":[],\"keys\":[]}",
                "{\"kty\":\"RSA\"}"
            })
    void key2_whatIsNoKeySet(String json) {
        assertThatThrownBy(() -> parse(json)).isInstanceOf(MalformedException.class);
        assertThat(KeySetByUrl.problem(json)).isPresent();
        assertThat(KeySet.problemOfRegistered(json)).isPresent();
    }

    @Test
    void key2_moreKeysThanTheLimit() throws Exception {
        List<String> keys = new ArrayList<>(Collections.nCopies(KeySet.MAX_KEYS, "rsa"));
        assertThat(parse(AssertionScene.keySet(keys)).keys()).hasSize(KeySet.MAX_KEYS);

        keys.add("rsa");
        assertThatThrownBy(() -> parse(AssertionScene.keySet(keys))).hasMessage("more than 20 keys");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            rsa d=AQAB                      | a key is private or shared
            rsa oth=[]                      | a key is private or shared
            p256 kty=oct                    | a key is private or shared
            p256 k=AAAA                     | a key is private or shared
            rsa1024                         | an RSA key has 2048 to 8192 bits, this one 1024
            odd-rsa:8193:65537              | an RSA key has 2048 to 8192 bits, this one 8193
            odd-rsa:2048:65536              | an RSA key has an odd exponent
            odd-rsa:2048:1                  | an RSA key has an odd exponent
            rsa n=AQ=B                      | a character is outside of Base64url
            rsa e=AR                        | the last character of a part has bits left over
            p256 x=AA                       | a coordinate of an elliptic curve's key is not of full length
            p256 y={A*43}                   | the point of an elliptic curve's key is not on its curve
            p384 crv=P-256                  | a coordinate of an elliptic curve's key is not of full length
            ed25519 x=AQ{A*41}              | an Ed25519 key is no point of its curve, or one that everybody can sign for
            ed25519 x=AA                    | an Ed25519 key is no point of its curve, or one that everybody can sign for
            rsa x5c=["AAAA"]                | a key's certificate cannot be read
            rsa x5c=[]                      | a key's x5c is no list of certificates
            rsa x5c=AAAA                    | a key's x5c is no list of certificates
            rsa key_ops=verify              | a key's key_ops is no list
            rsa kid=[]                      | a key's kid is no text
            """)
    void jwt15_badKeys(String key, String problem) throws Exception {
        String json = AssertionScene.keySet(List.of(key, "p384"));

        assertThat(parse(json).keys()).hasSize(1);
        assertThat(parse(json).problems()).singleElement().asString().startsWith(problem);
        assertThat(KeySet.problemOfRegistered(json).orElseThrow()).contains(problem);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rsa use=enc",
                "rsa alg=RSA-OAEP",
                "rsa key_ops=[\"sign\"]",
                "p256 kty=AKP",
                "p256 crv=secp256k1",
                "ed448"
            })
    void jwt8_keysForSomethingElseAreOverlooked(String key) throws Exception {
        KeySet set = parse(AssertionScene.keySet(List.of(key, "p384")));

        assertThat(set.keys()).hasSize(1);
        assertThat(set.problems()).isEmpty();
        assertThat(KeySet.problemOfRegistered(AssertionScene.keySet(List.of(key))))
                .contains("No key of this set can verify a signature.");
    }

    @Test
    void jwt8_twoKeysOfOneId() {
        assertThat(KeySet.problemOfRegistered(AssertionScene.keySet(List.of("rsa kid=a", "p256 kid=a"))))
                .contains("Two keys of this set have one kid.");
        assertThat(KeySet.problemOfRegistered(AssertionScene.keySet(List.of("rsa", "p256"))))
                .isEmpty();
    }

    @Test
    void jwt15_aCertificateIsForItsKey() throws Exception {
        String own = TestCertificates.base64("rsa");
        String chain = "[\"" + own + "\"]";

        KeySet right = parse(AssertionScene.keySet(List.of("rsa kid=a x5c=" + chain)));
        assertThat(right.problems()).isEmpty();
        assertThat(right.keys().get(0).thumbprint()).contains(TestCertificates.thumbprint("rsa"));

        assertThat(parse(AssertionScene.keySet(List.of("rsa-other x5c=" + chain)))
                        .problems())
                .containsExactly("a key's certificate is for another key");
        assertThat(parse(AssertionScene.keySet(List.of("rsa x5t#S256=AAAA x5c=" + chain)))
                        .problems())
                .containsExactly("a key's x5t#S256 is not its certificate's");
    }

    /** The eight points whose order divides 8 have these y; each of them for both signs of x (RFC 8032, section 5.1). */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "0000000000000000000000000000000000000000000000000000000000000000",
                "0100000000000000000000000000000000000000000000000000000000000000",
                "0100000000000000000000000000000000000000000000000000000000000080",
                "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
                "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
                "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"
            })
    void jwt15_pointsOfSmallOrderAndUnreducedOnes(String encoded) {
        assertThat(Edwards25519.isPublicKey(Edwards25519.y(HexFormat.of().parseHex(encoded))))
                .isFalse();
    }

    @Test
    void jwt15_halfOfAllNumbersArePointsAndTheBasePointIsOne() {
        BigInteger base = BigInteger.valueOf(4)
                .multiply(BigInteger.valueOf(5).modInverse(P25519))
                .mod(P25519);
        assertThat(Edwards25519.isPublicKey(base)).isTrue();
        long points = LongStream.range(2, 402)
                .filter(y -> Edwards25519.isPublicKey(BigInteger.valueOf(y)))
                .count();
        assertThat(points).isBetween(150L, 250L);
    }

    @Test
    void key2_aUrlThatServesAPageIsUnavailable() {
        KeySource source = source("<html>secret</html>");

        assertThatThrownBy(() -> source.resolve(client("jwks_uri", URL), NOW))
                .isInstanceOf(UnavailableException.class)
                .hasMessage("what the client's jwks_uri serves cannot be used: not a JSON object");
    }

    @Test
    void aUrlsKeysComeWithTheirTimes() {
        String json = AssertionScene.keySet(List.of("rsa kid=a"));
        KeySource.Resolved resolved = source(json).resolve(client("jwks_uri", URL), NOW);

        assertThat(resolved.keys()).hasSize(1);
        assertThat(resolved.at()).isEqualTo(NOW.minusSeconds(5));
        assertThat(resolved.freshUntil()).isEqualTo(NOW.plusSeconds(5));
        assertThat(resolved.error()).contains("it was slow");
    }

    @Test
    void aClientHasOneKeySource() {
        InlineKeySet inline = new InlineKeySet(algorithm -> Optional.empty(), () -> NOW);
        KeySource byUrl = source("{}");
        Client both = client(Map.of("jwks", AssertionScene.keySet(List.of("rsa")), "jwks_uri", URL));

        assertThat(inline.holds(both)).isTrue();
        assertThat(byUrl.holds(both)).isFalse();
        assertThat(byUrl.holds(client("jwks_uri", URL))).isTrue();
        assertThat(inline.holds(client("jwks_uri", URL))).isFalse();
        assertThat(inline.resolve(both, NOW).keys()).hasSize(1);
        assertThatThrownBy(() -> inline.resolve(client("jwks", "{}"), NOW))
                .isInstanceOf(UnavailableException.class)
                .hasMessage("the registered key set cannot be used: no list of keys");
    }

    @ParameterizedTest
    @CsvSource({
        "https://client.example/jwks, true",
        "http://client.example/jwks, true",
        "HTTPS://client.example:8443/a?b=c, true",
        "https://user@client.example/jwks, false",
        "https://client.example/jwks#a, false",
        "https:///jwks, false",
        "ftp://client.example/jwks, false",
        "file:/etc/passwd, false",
        "client.example/jwks, false",
        "https://client.example/j wks, false"
    })
    void key1_urls(String url, boolean right) {
        PropertyDescription property = new SignedAssertionProvider()
                .methods().get(0).properties().stream()
                        .filter(described -> described.name().equals("jwks_uri"))
                        .findFirst()
                        .orElseThrow();

        assertThat(property.problem().apply(url).isEmpty()).isEqualTo(right);
    }

    private static KeySource source(String json) {
        KeySetOrigin origin = new KeySetOrigin() {
            @Override
            public Document get(URI url, Instant newerThan) {
                assertThat(url).isEqualTo(URI.create(URL));
                return new Document(json, NOW.minusSeconds(5), NOW.plusSeconds(5), Optional.of("it was slow"));
            }

            @Override
            public Document refresh(URI url) {
                Document kept = get(url, NOW);
                return new Document(kept.json(), NOW, kept.freshUntil(), Optional.empty());
            }

            @Override
            public void forget(URI url) {}
        };
        return new KeySetByUrl(origin, algorithm -> Optional.empty());
    }

    private static KeySet parse(String json) throws MalformedException {
        return KeySet.parse(json, algorithm -> Optional.empty());
    }

    private static byte[] encoded(String name) {
        return TestKeys.pair(name).getPublic().getEncoded();
    }

    private static Client client(String property, String value) {
        return client(Map.of(property, value));
    }

    private static Client client(Map<String, String> properties) {
        ClientProfile profile = ClientProfile.confidential(AuthMethod.PRIVATE_KEY_JWT, properties);
        return new Client(new ClientId("billing"), profile, List.of(), 1, NOW, NOW);
    }
}
