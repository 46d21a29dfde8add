package dev.countersign.jose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.manage.KeySetReader.KeyOfSet;
import dev.countersign.manage.KeySetReader.KeysOfSet;
import dev.countersign.manage.UnacceptableKeyException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImportedKeySetTest {

    private static final String POINT = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo";
    private static final String ED25519 = "\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"" + POINT + '"';

    @Test
    void jwt8_everyKeyThatVerifiesIsTakenWithItsKid() throws Exception {
        KeysOfSet set =
                read("{\"keys\":[{\"kid\":\"a\"," + ED25519 + "},{" + members("p256") + "},{" + members("rsa") + "}]}");

        assertThat(set.keys())
                .extracting(KeyOfSet::kid)
                .containsExactly(Optional.of("a"), Optional.empty(), Optional.empty());
        assertThat(set.keys().get(0).certificate()).isEqualTo(Optional.empty());
        assertThat(set.keys().get(1).key().getEncoded())
                .isEqualTo(TestKeys.pair("p256").getPublic().getEncoded());
        assertThat(set.keys().get(2).key().getEncoded())
                .isEqualTo(TestKeys.pair("rsa").getPublic().getEncoded());
        assertThat(set.warnings()).isEmpty();
    }

    @Test
    void jwt15_theCertificateOfAKeyComesWithIt() throws Exception {
        String rsa = rsa("rsa", TestCertificates.base64("rsa"));

        KeysOfSet set = read("{\"keys\":[{" + rsa + "}]}");

        assertThat(Base64.getEncoder()
                        .encodeToString(
                                set.keys().get(0).certificate().orElseThrow().getEncoded()))
                .isEqualTo(TestCertificates.base64("rsa"));
        assertRefused("{\"keys\":[{" + rsa("rsa-2", TestCertificates.base64("rsa")) + "}]}", "for another key");
    }

    @Test
    void jwt8_keysForSomethingElseAreLeftOutAndSaid() {
        KeysOfSet set = read(
                "{\"keys\":[{\"use\":\"enc\"," + ED25519 + "},{\"kty\":\"XYZ\"},{\"alg\":\"EdDSA\"," + ED25519 + "}]}");

        assertThat(set.keys()).hasSize(1);
        assertThat(set.keys().get(0).algorithm()).contains("EdDSA");
        assertThat(set.warnings())
                .containsExactly(
                        "Key 1 (without kid) is left out: its use is enc, and only a key for sig is used.",
                        "Key 2 (without kid) is left out: its kty is XYZ, and RSA, EC and OKP are supported.");
        assertRefused("{\"keys\":[{\"use\":\"enc\"," + ED25519 + "}]}", "No key of this set");
    }

    @Test
    void jwt8_privateAndSharedKeysAreRefused() {
        assertRefused("{\"keys\":[{\"d\":\"" + POINT + "\"," + ED25519 + "}]}", "private or symmetric");
        assertRefused(
                "{\"keys\":[{" + ED25519 + "},{\"kty\":\"oct\",\"k\":\"" + POINT + "\"}]}", "private or symmetric");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{}",
                "{\"keys\":{}}",
                "{\"keys\":[]}",
                "{\"keys\":[1]}",
                "{\"keys\":[{}]}",
                "{" + ED25519 + "}",
                "{\"keys\":[{\"kty\":\"RSA\",\"n\":\"AQAB\",\"e\":\"AQAB\"}]}",
                "{\"keys\":[{" + ED25519 + ",\"kty\":\"OKP\"}]}",
                "{\"keys\":[{\"kid\":1," + ED25519 + "}]}"
            })
    void adm5_whatIsNoSetOfGoodKeysIsRefused(String json) {
        assertRefused(json, ".");
    }

    @Test
    void adm5_moreThanTwentyKeysAreRefused() {
        assertRefused("{\"keys\":[" + ("{" + ED25519 + "},").repeat(20) + "{" + ED25519 + "}]}", "more than 20");
        assertThatThrownBy(() -> new ImportedKeySet().read(new byte[] {'{', (byte) 0xFF, '}'}))
                .isInstanceOf(UnacceptableKeyException.class);
    }

    private static String rsa(String name, String certificate) {
        return members(name) + ",\"x5c\":[\"" + certificate + "\"]";
    }

    private static String members(String name) {
        return TestKeys.jwk(name).entrySet().stream()
                .map(member -> '"' + member.getKey() + "\":\"" + member.getValue() + '"')
                .collect(Collectors.joining(","));
    }

    private static KeysOfSet read(String json) {
        return new ImportedKeySet().read(json.getBytes(StandardCharsets.UTF_8));
    }

    private static void assertRefused(String json, String pattern) {
        assertThatThrownBy(() -> read(json))
                .isInstanceOf(UnacceptableKeyException.class)
                .message()
                .containsPattern(pattern);
    }
}
