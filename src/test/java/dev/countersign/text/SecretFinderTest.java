package dev.countersign.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretFinderTest {

    private static final String SHORT = "csk_0123456789ABCDEF003aUlTJC7tjlCTQj2uNU3MFagCXG9LRKRcwGkBIDlf46Qw9h";
    private static final String LONG = "csk_zzzzzzzzzzzzzzzzxR9fAlrdKvCIINsqEkJZSfvkAt8lzmSSSSwEFE05v06EBY3r5dlozu"
            + "RxnvOf5LFQW8jES7aPVEzqA5lO3MW8I33UVQG5";
    private static final int MOST = 10;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "%s",
                "secret=%s&grant_type=client_credentials",
                "https://billing:%s@auth.example.com/token",
                "{\"client_secret\":\"%s\"}",
                "client_secret: '%s'\r\n",
                "prefix%sAndLettersBehindIt",
                "csk_csk_%s",
                "_%s_",
                "\u00fcmlaut%s\u4e2d\ud83d\udd11",
                "csk_0123456789ABCDEF003aUlTJC7tjlCTQj2uNU3MFagCXG9LRKRcwGkBIDlf46Qw9x %s",
            })
    void aSecretIsFoundWhereverItStands(String around) {
        for (String secret : new String[] {SHORT, LONG}) {
            assertThat(SecretFinder.in(around.replace("%s", secret), MOST)).containsExactly(secret);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"%s", "b:%s", "bi:%s", "bil:%s and more", "\u00fc%s\u00fc\u00fc"})
    void aSecretIsFoundWithinBase64(String plain) {
        for (String secret : new String[] {SHORT, LONG}) {
            byte[] bytes = plain.replace("%s", secret).getBytes(StandardCharsets.UTF_8);
            for (Base64.Encoder encoder : new Base64.Encoder[] {
                Base64.getEncoder(), Base64.getUrlEncoder(), Base64.getEncoder().withoutPadding()
            }) {
                String encoded = encoder.encodeToString(bytes);
                for (String before : new String[] {"Authorization: Basic ", "a", "ab", "abc", "path/to/", "x="}) {
                    assertThat(SecretFinder.in(before + encoded + "\n", MOST))
                            .as("%s%s", before, encoded)
                            .containsExactly(secret);
                }
            }
        }
    }

    @Test
    void whatWasCutOffOrMadeUpIsNone() {
        assertThat(SecretFinder.in(SHORT.substring(0, SHORT.length() - 1), MOST))
                .isEmpty();
        assertThat(SecretFinder.in(SHORT.replace("003a", "003b"), MOST)).isEmpty();
        assertThat(SecretFinder.in(SHORT.replace("csk_", "CSK_"), MOST)).isEmpty();
        assertThat(SecretFinder.in(SHORT.substring(0, 30) + "\n" + SHORT.substring(30), MOST))
                .isEmpty();
        assertThat(SecretFinder.in("csk_" + "0".repeat(200), MOST)).isEmpty();
        assertThat(SecretFinder.in("csk_", MOST)).isEmpty();
        assertThat(SecretFinder.in("", MOST)).isEmpty();
    }

    @Test
    void oneThatStandsThereSeveralTimesIsOneAndTheOrderIsThatOfTheText() {
        String text = LONG
                + ' '
                + SHORT
                + ' '
                + LONG
                + ' '
                + Base64.getEncoder().encodeToString(SHORT.getBytes(StandardCharsets.US_ASCII));

        assertThat(SecretFinder.in(text, MOST)).containsExactly(LONG, SHORT);
    }

    @Test
    void theSearchEndsAfterOneMoreThanTheMost() {
        String text = IntStream.range(0, 100)
                .mapToObj(i -> new String(
                        SecretText.compose(String.format(Locale.ROOT, "%016d", i), new byte[32], SecretText.LENGTH),
                        StandardCharsets.US_ASCII))
                .reduce("", (all, one) -> all + one + ' ');

        assertThat(SecretFinder.in(text, MOST)).hasSize(MOST + 1);
        assertThat(SecretFinder.in(text, 100)).hasSize(100);
    }
}
