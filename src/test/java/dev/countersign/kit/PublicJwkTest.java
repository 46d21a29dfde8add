package dev.countersign.kit;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.RSAPublicKeySpec;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jose4j.json.JsonUtil;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PublicJwkTest {

    /** Everything that may be published; whatever else there is would be a leak. */
    @ParameterizedTest
    @CsvSource({
        "rsa, kty use kid n e",
        "rsa3072, kty use kid n e",
        "pss, kty use kid n e",
        "p256, kty use kid alg crv x y",
        "p384, kty use kid alg crv x y",
        "p521, kty use kid alg crv x y",
        "ed25519, kty use kid crv x"
    })
    void jwt8_itHasNoPrivateMember(String key, String members) throws Exception {
        PublicJwk jwk = PublicJwk.of(TestKeyStores.pair(key).getPublic());

        Map<String, Object> parsed = JsonUtil.parseJson(jwk.toJson());

        assertThat(parsed.keySet()).isEqualTo(Set.of(members.split(" ", -1)));
        assertThat(parsed).containsEntry("use", "sig").containsEntry("kid", jwk.kid());
        assertThat(JsonWebKey.Factory.newJwk(jwk.toJson()).getKey().getEncoded())
                .isEqualTo(
                        key.equals("pss")
                                ? asPlainRsa()
                                : TestKeyStores.pair(key).getPublic().getEncoded());
    }

    @Test
    void theNameIsTheThumbprint() throws Exception {
        // The example of RFC 7638, section 3.1.
        String modulus =
                "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W"
                        + "-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-"
                        + "bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw";
        JsonWebKey example = JsonWebKey.Factory.newJwk("{\"kty\":\"RSA\",\"e\":\"AQAB\",\"n\":\"" + modulus + "\"}");
        assertThat(PublicJwk.of((PublicKey) example.getKey()).kid())
                .isEqualTo("NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs");
    }

    @Test
    void aSetHasThemAllInTheirOrder() throws Exception {
        PublicJwk first = PublicJwk.of(TestKeyStores.pair("p256").getPublic());
        PublicJwk second = PublicJwk.of(TestKeyStores.pair("ed25519").getPublic());

        assertThat(new JsonWebKeySet(PublicJwk.keySet(List.of(first, second))).getJsonWebKeys())
                .extracting(JsonWebKey::getKeyId)
                .containsExactly(first.kid(), second.kid());
        assertThat(PublicJwk.keySet(List.of())).isEqualTo("{\"keys\":[]}");
    }

    private static byte[] asPlainRsa() throws Exception {
        RSAPublicKey key = (RSAPublicKey) TestKeyStores.pair("pss").getPublic();
        return KeyFactory.getInstance("RSA")
                .generatePublic(new RSAPublicKeySpec(key.getModulus(), key.getPublicExponent()))
                .getEncoded();
    }
}
