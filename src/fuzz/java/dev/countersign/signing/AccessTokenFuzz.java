package dev.countersign.signing;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.countersign.auth.AccessTokens;
import dev.countersign.auth.Admission;
import dev.countersign.auth.Outcome;
import dev.countersign.keys.JwsAlgorithm;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** BEA-1, INT-1: whatever is sent as an access token, only the text that we have issued is one. */
class AccessTokenFuzz {

    private static final Admission HERE = Admission.ANY.admittingTokensFor(TokenScene.ISSUER);
    private static final TokenScene SCENE = new TokenScene(JwsAlgorithm.ES256);
    private static final String TOKEN = SCENE.issued();
    private static final String[] PARTS = TOKEN.split("\\.");

    @FuzzTest(maxDuration = "10m")
    void text(byte[] text) {
        refused(new String(text, StandardCharsets.ISO_8859_1));
    }

    /** Replaces a part of a good token: three bytes say where and how much. */
    @FuzzTest(maxDuration = "10m")
    void mutated(byte[] change) {
        if (change.length < 3) {
            return;
        }
        int at = (((change[0] & 0xFF) << 8) | (change[1] & 0xFF)) % (TOKEN.length() + 1);
        int end = Math.min(TOKEN.length(), at + (change[2] & 0xFF) % 16);
        String inserted = new String(change, 3, change.length - 3, StandardCharsets.ISO_8859_1);
        refused(TOKEN.substring(0, at) + inserted + TOKEN.substring(end));
    }

    /** Spares the fuzzer to find out about Base64. */
    @FuzzTest(maxDuration = "10m")
    void header(byte[] json) {
        refused(base64Url(json) + "." + PARTS[1] + "." + PARTS[2]);
    }

    @FuzzTest(maxDuration = "10m")
    void claims(byte[] json) {
        refused(PARTS[0] + "." + base64Url(json) + "." + PARTS[2]);
    }

    private static void refused(String text) {
        AccessTokens.Judgement judgement = SCENE.judge.judge(text, HERE);
        boolean granted = judgement.outcome() instanceof Outcome.Granted;
        assertThat(granted).isEqualTo(text.equals(TOKEN));
        // Nothing that an unverified token says may be used.
        assertThat(judgement.token().isPresent()).isEqualTo(granted);
        assertThat(SCENE.judge.find(text).isPresent()).isEqualTo(granted);
    }

    private static String base64Url(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
