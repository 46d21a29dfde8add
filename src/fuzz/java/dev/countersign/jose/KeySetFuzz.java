package dev.countersign.jose;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.countersign.keys.JwsAlgorithm;
import dev.countersign.keys.PublicKeyRule;
import dev.countersign.text.MalformedException;
import dev.countersign.text.ShownText;
import java.nio.charset.StandardCharsets;
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
        set.remarks()
                .forEach(remark -> assertThat(remark.sentence().codePoints()).allMatch(ShownText::isShown));
        set.keys().forEach(key -> {
            assertThat(PublicKeyRule.problem(key.key())).isEmpty();
            assertThat(JwsAlgorithm.values()).anyMatch(algorithm -> algorithm.fits(key.key()));
        });
    }

    private static String base64Url(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
