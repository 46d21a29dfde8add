package dev.countersign.jose;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Base64;
import java.util.Optional;

/** KEY-2, JWT-8, JWT-15: whatever a URL serves, reading it ends well, and every key that comes out is good enough. */
class KeySetFuzz {

    @FuzzTest(maxDuration = "10m")
    void keySet(byte[] json) {
        try {
            check(KeySet.parse(new String(json, StandardCharsets.UTF_8), algorithm -> Optional.empty()));
        } catch (MalformedException e) {
            assertThat(e.rule()).matches("[\\x20-\\x7E]+");
        }
    }

    @FuzzTest(maxDuration = "10m")
    void rsa(byte[] modulus) throws MalformedException {
        check(one("\"kty\":\"RSA\",\"e\":\"AQAB\",\"n\":\"" + base64Url(modulus) + '"'));
    }

    @FuzzTest(maxDuration = "10m")
    void ed25519(byte[] point) throws MalformedException {
        check(one("\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"" + base64Url(point) + '"'));
    }

    private static KeySet one(String members) throws MalformedException {
        return KeySet.parse("{\"keys\":[{" + members + "}]}", algorithm -> Optional.empty());
    }

    private static void check(KeySet set) {
        set.problems().forEach(problem -> assertThat(problem).matches("[\\x20-\\x7E]+"));
        set.keys().forEach(key -> {
            if (key.key() instanceof RSAPublicKey rsa) {
                assertThat(KeyForm.problem(rsa)).isEmpty();
            } else if (key.key() instanceof ECPublicKey ec) {
                assertThat(NamedCurve.values())
                        .anyMatch(curve -> curve.hasParameters(ec.getParams())
                                && curve.contains(
                                        ec.getW().getAffineX(), ec.getW().getAffineY()));
            } else {
                assertThat(key.key()).isInstanceOf(EdECPublicKey.class);
            }
        });
    }

    private static String base64Url(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
