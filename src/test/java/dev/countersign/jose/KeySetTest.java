package dev.countersign.jose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.auth.KeyRemark;
import dev.countersign.auth.KeySetOrigin.Served;
import dev.countersign.auth.KeySource;
import dev.countersign.auth.PropertyDescription;
import dev.countersign.auth.Recency;
import dev.countersign.client.AuthMethod;
import dev.countersign.client.Client;
import dev.countersign.client.ClientId;
import dev.countersign.client.ClientProfile;
import dev.countersign.client.UnavailableException;
import dev.countersign.keys.Encodings;
import dev.countersign.keys.JwkMembers;
import dev.countersign.keys.JwsAlgorithm;
import dev.countersign.text.MalformedException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Key sets: which of their keys are of use, what an administrator may register, and what a URL may answer. */
class KeySetTest {

    private static final Instant NOW = Instant.parse("2026-07-01T12:00:00Z");
    private static final String URL = "https://client.example/jwks";

    @Test
    void jwt8_keysOfEveryKindAreRead() throws Exception {
        KeySet set = parse(AssertionScene.keySet(
                List.of("rsa kid=a alg=PS256", "p256 kid=b", "p384", "p521 use=sig", "ed25519 kid=e")));

        assertThat(set.remarks()).isEmpty();
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
        assertThatThrownBy(() -> KeySet.parser(algorithm -> Optional.empty()).parse(json))
                .isInstanceOf(MalformedException.class);
        assertThat(KeySet.problemOfRegistered(json)).isPresent();
    }

    @Test
    void key2_moreKeysThanTheLimit() throws Exception {
        List<String> keys = new ArrayList<>(Collections.nCopies(KeySetDocument.MAX_KEYS, "rsa"));
        assertThat(parse(AssertionScene.keySet(keys)).keys()).hasSize(KeySetDocument.MAX_KEYS);

        keys.add("rsa");
        assertThatThrownBy(() -> parse(AssertionScene.keySet(keys))).hasMessage("more than 20 keys, it has 21");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            rsa d=AQAB                      | a key is private or symmetric
            rsa oth=["a"]                   | a key is private or symmetric
            rsa d=                          | a key is private or symmetric
            p256 kty=oct                    | a key is private or symmetric
            p256 k=AAAA                     | a key is private or symmetric
            rsa1024                         | an RSA key has 2048 to 8192 bits, this one has 1024 bits
            odd-rsa:8193:65537              | an RSA key has 2048 to 8192 bits, this one has 8193 bits
            odd-rsa:2048:65536              | the exponent of an RSA key is odd, at least 3
            odd-rsa:2048:1                  | the exponent of an RSA key is odd, at least 3
            roca                            | this RSA key was made by a faulty chip or library (ROCA, CVE-2017-15361)
            rsa n=AQ=B                      | a character is outside of Base64url
            rsa e=AR                        | the last character of a part has bits left over
            p256 x=AA                       | a coordinate of an elliptic curve's key is not of full length
            p256 y={A*43}                   | the point of an elliptic curve's key is not on its curve
            p384 crv=P-256                  | a coordinate of an elliptic curve's key is not of full length
            ed25519 x=AQ{A*41}              | this is no point that an Ed25519 key may have: it is not on the curve, or signatures under it can be forged without a private key
            ed25519 x=AA                    | an Ed25519 key has 32 bytes
            rsa key_ops=verify              | a key's key_ops is no list
            rsa kid=["a"]                   | a key's kid is no text
            rsa alg=ES256                   | its alg is ES256, which does not fit its key, RSA with 2048 bits
            rsa alg=HS256                   | its alg is HS256, which does not fit its key, RSA with 2048 bits
            p256 alg=ES384                  | its alg is ES384, which does not fit its key, EC with 256 bits
            ed25519 alg=RS256               | its alg is RS256, which does not fit its key, Ed25519 with 255 bits
            p256 kty=null                   | a key has no kty
            p256 kty=[]                     | a key has no kty
            p256 x=null                     | a key lacks the member x
            rsa n=[]                        | a key lacks the member n
            """)
    void jwt15_badKeys(String key, String problem) throws Exception {
        String json = AssertionScene.keySet(List.of(key, "p384"));

        assertThat(parse(json).keys()).hasSize(1);
        assertThat(parse(json).remarks()).singleElement().satisfies(remark -> {
            assertThat(remark.kind()).isEqualTo(KeyRemark.Kind.UNUSABLE);
            assertThat(remark.number()).isEqualTo(1);
            assertThat(remark.reason()).startsWith(problem);
        });
        assertThat(KeySet.problemOfRegistered(json).orElseThrow()).contains(problem);
    }

    /** Nesting is looked at before the platform's parser, which overflows its stack. */
    @ParameterizedTest
    @ValueSource(
            strings = {"3080*7000 0000*7000", "3080*20000", "nested:7000:0500", "A080*7000", "3082FFFC 0500*32766"})
    void jwt15_aCertificateThatIsNestedDeeply(String encoding) throws Exception {
        String x5c = Base64.getEncoder().encodeToString(Encodings.of(encoding));
        String json = AssertionScene.keySet(List.of("rsa kid=a x5c=[\"" + x5c + "\"]", "p384"));

        String ignored = "its x5c is ignored, as the certificate cannot be read: ";
        assertThat(parse(json).keys()).hasSize(2);
        assertThat(parse(json).remarks())
                .singleElement()
                .extracting(KeyRemark::reason)
                .asString()
                .startsWith(ignored)
                .matches("[\\x20-\\x7E]{1,140}");
        assertThat(KeySet.problemOfRegistered(json)).isEmpty();
        assertThat(new ImportedKeySet()
                        .read(json.getBytes(StandardCharsets.US_ASCII))
                        .warnings())
                .singleElement()
                .asString()
                .startsWith("Key 1 (kid a) is used, but " + ignored);
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
        assertThat(set.remarks()).extracting(KeyRemark::kind).containsExactly(KeyRemark.Kind.OTHER_USE);
        assertThat(KeySet.problemOfRegistered(AssertionScene.keySet(List.of(key)))
                        .orElseThrow())
                .startsWith("No key of this set can verify a signature. Key 1 (without kid) is left out: ");
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
        assertThat(right.remarks()).isEmpty();
        assertThat(right.keys().get(0).thumbprint()).contains(TestCertificates.thumbprint("rsa"));

        assertThat(parse(AssertionScene.keySet(List.of("rsa-other x5c=" + chain)))
                        .remarks())
                .extracting(KeyRemark::reason)
                .containsExactly("a key's certificate is for another key");
        String other = JwkMembers.sha256(new byte[1]);
        assertThat(parse(AssertionScene.keySet(List.of("rsa x5t#S256=" + other + " x5c=" + chain)))
                        .remarks())
                .extracting(KeyRemark::reason)
                .containsExactly("a key's x5t#S256 is not its certificate's");
    }

    /** RFC 4055, section 1.2: the numbers are those of an ordinary key, and the certificate says that it is none. */
    @ParameterizedTest
    @CsvSource({
        "pss, PS256 PS384 PS512",
        "pss256, PS256",
        "pss384, PS384",
        "pss512, PS512",
    })
    void jwt7_aCertificateBindsItsKeyToRsassaPss(String certified, String fitting) throws Exception {
        String chain = "[\"" + TestCertificates.base64(certified) + "\"]";
        // A certificate that is not in plain Base64 does not count, and binds the key all the same.
        String marked = "[\"-----BEGIN CERTIFICATE-----" + TestCertificates.base64(certified) + "\"]";
        for (String x5c : List.of(chain, marked)) {
            KeySet set = parse("{\"keys\":[" + withX5c("rsa", x5c) + "]}");
            assertThat(set.remarks()).allMatch(remark -> !remark.isLeftOut());
            PublicKey key = set.keys().get(0).key();
            assertThat(Stream.of(JwsAlgorithm.values())
                            .filter(algorithm -> algorithm.fits(key))
                            .map(JwsAlgorithm::name)
                            .collect(Collectors.joining(" ")))
                    .isEqualTo(fitting);
        }
        assertThat(parse(AssertionScene.keySet(List.of("rsa alg=RS256 x5c=" + chain)))
                        .remarks())
                .extracting(KeyRemark::reason)
                .singleElement()
                .asString()
                .startsWith("its alg is RS256, which does not fit its key, RSASSA-PSS with 2048 bits");
        assertThat(parse(AssertionScene.keySet(List.of("rsa-other x5c=" + chain)))
                        .remarks())
                .extracting(KeyRemark::reason)
                .containsExactly("a key's certificate is for another key");
        assertThat(parse(AssertionScene.keySet(List.of("rsa x5c=[\"" + TestCertificates.base64("pss1") + "\"]")))
                        .remarks())
                .extracting(KeyRemark::reason)
                .singleElement()
                .asString()
                .contains("bound to RSASSA-PSS with SHA-1");
    }

    /** A value that may have blanks. */
    private static String withX5c(String key, String x5c) {
        String jwk = AssertionScene.keySet(List.of(key + " x5c=[]"));
        return jwk.substring("{\"keys\":[".length(), jwk.length() - 2).replace("[]", x5c);
    }

    @Test
    void aUrlsKeysComeWithTheReasonsForThoseThatWereLeftOut() {
        String json = AssertionScene.keySet(List.of("rsa kid=a", "rsa1024", "rsa d=AQAB", "rsa use=enc"));
        KeySource.Resolved resolved = source(json).resolve(client("jwks_uri", URL), Recency.since(7));

        assertThat(resolved.keys()).hasSize(1);
        assertThat(resolved.remarks())
                .extracting(KeyRemark::sentence)
                .containsExactly(
                        "Key 2 (without kid) is left out: an RSA key has 2048 to 8192 bits, this one has 1024 bits.",
                        "Key 3 (without kid) is left out: a key is private or symmetric: every reader of the key set could sign with it.",
                        "Key 4 (without kid) is left out: its use is enc, and only a key for sig is used.");
        KeySource.Resolved inline = new InlineKeySet(algorithm -> Optional.empty(), () -> NOW)
                .resolve(client("jwks", json), Recency.since(0));
        assertThat(inline.remarks()).isEqualTo(resolved.remarks());
    }

    @Test
    void aUrlsKeysComeWithTheirTimes() {
        String json = AssertionScene.keySet(List.of("rsa kid=a"));
        KeySource.Resolved resolved = source(json).resolve(client("jwks_uri", URL), Recency.since(7));

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
        assertThat(inline.resolve(both, Recency.since(0)).keys()).hasSize(1);
        assertThatThrownBy(() -> inline.resolve(client("jwks", "{}"), Recency.since(0)))
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
        return new KeySetByUrl((url, recency) -> {
            assertThat(url).isEqualTo(URI.create(URL));
            assertThat(recency).isEqualTo(Recency.since(7));
            return new Served<>(parse(json), NOW.minusSeconds(5), NOW.plusSeconds(5), Optional.of("it was slow"));
        });
    }

    private static KeySet parse(String json) {
        try {
            return KeySet.parse(json, algorithm -> Optional.empty());
        } catch (MalformedException e) {
            throw new IllegalArgumentException(e.rule(), e);
        }
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
