package dev.countersign.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.countersign.auth.PresentedSecret;
import dev.countersign.auth.Reading;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** SEC-1, SEC-9, GEN-7: whatever stands in the header, reading it ends well, and what is read has one spelling. */
class BasicCredentialFuzz {

    @FuzzTest(maxDuration = "10m")
    void header(byte[] text) {
        check("Basic " + new String(text, StandardCharsets.ISO_8859_1));
    }

    /** Spares the fuzzer to find out about Base64. */
    @FuzzTest(maxDuration = "10m")
    void userPass(byte[] userPass) {
        check("Basic " + Base64.getEncoder().encodeToString(userPass));
    }

    private static void check(String authorization) {
        Reading reading = BasicCredentialReader.read(authorization);
        assertThat(reading).isNotSameAs(Reading.NOTHING);
        if (!(reading instanceof Reading.Found found)) {
            return;
        }
        PresentedSecret presented = (PresentedSecret) found.credential();
        String base64 = authorization.substring("Basic ".length()).stripLeading();
        byte[] userPass = Base64.getDecoder().decode(base64);
        assertThat(Base64.getEncoder().encodeToString(userPass)).isEqualTo(base64);
        // The JDK decodes loosely what it decodes at all, so it must agree on what we take.
        String[] parts = new String(userPass, StandardCharsets.ISO_8859_1).split(":", 2);
        assertThat(presented.clientId().value()).isEqualTo(URLDecoder.decode(parts[0], StandardCharsets.ISO_8859_1));
        assertThat(new String(presented.secret().bytes(), StandardCharsets.ISO_8859_1))
                .isEqualTo(URLDecoder.decode(parts[1], StandardCharsets.ISO_8859_1))
                .matches("[\\x20-\\x7E]*");
    }
}
