package dev.countersign.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class CanonicalBase64Test {

    /**
     * Digits with and without bits that may be left over, what only one of the alphabets has, padding, and what none
     * has.
     */
    private static final String CHARACTERS = "AQgw9+/-_= \n\u0141";

    @ParameterizedTest
    @EnumSource
    void sec9_whatIsDecodedHasNoOtherSpelling(CanonicalBase64 base64) {
        requireSameAsEncoded(base64, "");
        for (int i = 0; i < CHARACTERS.length(); i++) {
            for (int j = 0; j < CHARACTERS.length(); j++) {
                String two = CHARACTERS.substring(i, i + 1) + CHARACTERS.charAt(j);
                requireSameAsEncoded(base64, two.substring(1));
                requireSameAsEncoded(base64, two);
                for (int k = 0; k < CHARACTERS.length(); k++) {
                    requireSameAsEncoded(base64, two + CHARACTERS.charAt(k));
                    for (int l = 0; l < CHARACTERS.length(); l++) {
                        String four = two + CHARACTERS.charAt(k) + CHARACTERS.charAt(l);
                        requireSameAsEncoded(base64, four);
                        requireSameAsEncoded(base64, "AAAA" + four);
                        requireSameAsEncoded(base64, four + "AAAA");
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void bytesComeBack(CanonicalBase64 base64) throws MalformedException {
        Random random = new Random(1);
        for (int length = 0; length < 100; length++) {
            byte[] bytes = new byte[length];
            random.nextBytes(bytes);
            String text = base64.encode(bytes);
            assertThat(base64.decode(text)).isEqualTo(bytes);
            assertThat(base64.decode("=?" + text + "!", 2, 2 + text.length())).isEqualTo(bytes);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "STANDARD, QQ,   a part is not Base64",
        "STANDARD, -_A=, a character is outside of Base64",
        "STANDARD, ====, a character is outside of Base64",
        "STANDARD, QR==, the last character of a part has bits left over",
        "URL,      QUJDR, a part is not Base64url",
        "URL,      QQ==, a character is outside of Base64url",
        "URL,      QR,   the last character of a part has bits left over"
    })
    void theRuleIsNamed(CanonicalBase64 base64, String text, String rule) {
        assertThatExceptionOfType(MalformedException.class)
                .isThrownBy(() -> base64.decode(text))
                .withMessage(rule);
    }

    /** The JDK's decoder takes too much; what it makes of a text has one spelling again. */
    private static void requireSameAsEncoded(CanonicalBase64 base64, String text) {
        Optional<byte[]> expected = decodedByTheJdk(base64, text);
        try {
            assertThat(base64.decode(text)).as(text).isEqualTo(expected.orElse(null));
        } catch (MalformedException e) {
            assertThat(expected).as(text).isEmpty();
        }
    }

    private static Optional<byte[]> decodedByTheJdk(CanonicalBase64 base64, String text) {
        Base64.Decoder decoder = base64 == CanonicalBase64.URL ? Base64.getUrlDecoder() : Base64.getDecoder();
        try {
            byte[] decoded = decoder.decode(text.getBytes(StandardCharsets.UTF_8));
            return Optional.of(decoded).filter(bytes -> base64.encode(bytes).equals(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
