package dev.countersign.jose;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.countersign.auth.Reading;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.consumer.InvalidJwtException;

/**
 * JWT-1, GEN-8, GEN-20: whatever is sent as an assertion, reading it ends well, and what is read has one spelling and
 * one meaning.
 */
class CompactJwsFuzz {

    private static final String HEADER = base64Url("{\"alg\":\"RS256\"}".getBytes(StandardCharsets.US_ASCII));

    @FuzzTest(maxDuration = "10m")
    void compact(byte[] text) {
        String assertion = new String(text, StandardCharsets.ISO_8859_1);
        Reading reading = AssertionReader.read(assertion);
        assertThat(reading).isNotSameAs(Reading.NOTHING);
        if (reading instanceof Reading.Broken broken) {
            assertThat(broken.description()).matches("[\\x20-\\x21\\x23-\\x5B\\x5D-\\x7E]+");
        }
        if (reading instanceof Reading.Found found) {
            SignedAssertion signed = (SignedAssertion) found.credential();
            String input = new String(signed.signingInput(), StandardCharsets.US_ASCII);
            assertThat(input + "." + base64Url(signed.signature())).isEqualTo(assertion);
            for (String part : assertion.split("\\.", -1)) {
                assertThat(base64Url(Base64.getUrlDecoder().decode(part))).isEqualTo(part);
            }
        }
    }

    /**
     * Spares the fuzzer to find out about Base64; the library reads loosely what it reads at all, so it must agree on
     * what we take.
     */
    @FuzzTest(maxDuration = "10m")
    void claims(byte[] json) throws InvalidJwtException, MalformedClaimException {
        Reading reading = AssertionReader.read(HEADER + "." + base64Url(json) + ".AAAA");
        assertThat(reading).isNotInstanceOf(Reading.Hopeless.class);
        if (reading instanceof Reading.Found found) {
            JwtClaims claims = JwtClaims.parse(new String(json, StandardCharsets.UTF_8));
            assertThat(claims.getSubject())
                    .isEqualTo(found.credential().clientId().value());
        }
    }

    @FuzzTest(maxDuration = "10m")
    void header(byte[] json) {
        String claims = base64Url("{\"sub\":\"billing\"}".getBytes(StandardCharsets.US_ASCII));
        assertThat(AssertionReader.read(base64Url(json) + "." + claims + ".AAAA"))
                .isNotInstanceOf(Reading.Broken.class);
    }

    private static String base64Url(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
