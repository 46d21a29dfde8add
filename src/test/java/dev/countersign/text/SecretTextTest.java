package dev.countersign.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecretTextTest {

    private static final String COUNTED = "csk_0123456789ABCDEF003aUlTJC7tjlCTQj2uNU3MFagCXG9LRKRcwGkBIDlf46Qw9h";

    /** Made by another program, of the bytes 0, the bytes 255, and the bytes from 0 on. */
    @ParameterizedTest
    @CsvSource({
        "0000000000000000, 0, 32, csk_000000000000000000000000000000000000000000000000000000000004EoU3v",
        "zzzzzzzzzzzzzzzz, 255, 32, csk_zzzzzzzzzzzzzzzzyhjskwdA6OZ1AL1YmHWZWm8LLG7HjnuCA2j5rOw8Xp12MqKVY",
        "zzzzzzzzzzzzzzzz, 255, 64, csk_zzzzzzzzzzzzzzzzxR9fAlrdKvCIINsqEkJZSfvkAt8lzmSSSSwEFE05v06EBY3r5dlozuRxnvOf5LFQW8jES7aPVEzqA5lO3MW8I33UVQG5",
    })
    void theFormIsThatOfTheTestVectors(String id, int value, int bytes, String expected) {
        byte[] random = new byte[bytes];
        Arrays.fill(random, (byte) value);

        byte[] made = SecretText.compose(id, random, bytes == 32 ? SecretText.LENGTH : SecretText.KEY_LENGTH);

        assertThat(ascii(made)).isEqualTo(expected);
        assertThat(SecretText.id(made)).contains(id);
        assertThat(SecretText.isWhole(made)).isTrue();
    }

    @Test
    void theDigitsStandByTheirValue() {
        byte[] random = new byte[32];
        for (int i = 0; i < random.length; i++) {
            random[i] = (byte) i;
        }

        assertThat(ascii(SecretText.compose("0123456789ABCDEF", random, SecretText.LENGTH)))
                .isEqualTo(COUNTED);
        assertThat(random[31]).isEqualTo((byte) 31);
        assertThat(ascii(SecretText.base62(new byte[] {61}, 3))).isEqualTo("00z");
        assertThat(ascii(SecretText.base62(new byte[] {62}, 3))).isEqualTo("010");
        assertThatThrownBy(() -> SecretText.base62(new byte[] {62}, 1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void eachOtherLetterBreaksTheChecksum() {
        for (int i = SecretText.PREFIX.length(); i < COUNTED.length(); i++) {
            char other = COUNTED.charAt(i) == 'x' ? 'y' : 'x';
            byte[] changed = bytes(COUNTED.substring(0, i) + other + COUNTED.substring(i + 1));

            assertThat(SecretText.isWhole(changed)).as("at %s", i).isFalse();
            assertThat(SecretText.id(changed)).as("at %s", i).isPresent();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "csk_",
                "csk",
                "CSK_0123456789ABCDEF003aUlTJC7tjlCTQj2uNU3MFagCXG9LRKRcwGkBIDlf46Qw9h",
                "csk_0123456789ABCDEF003aUlTJC7tjlCTQj2uNU3MFagCXG9LRKRcwGkBIDlf46Qw9",
                "csk_0123456789ABCDEF003aUlTJC7tjlCTQj2uNU3MFagCXG9LRKRcwGkBIDlf46Qw9hh",
                "csk_0123456789ABCDEF-03aUlTJC7tjlCTQj2uNU3MFagCXG9LRKRcwGkBIDlf46Qw9h",
            })
    void anythingElseIsNone(String text) {
        assertThat(SecretText.id(bytes(text))).isEmpty();
        assertThat(SecretText.isWhole(bytes(text))).isFalse();
        assertThat(SecretText.isClaimed(bytes(text))).isEqualTo(text.startsWith("csk_"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0123456789ABCDE", "0123456789ABCDEFG", "0123456789ABCDE-"})
    void anIdHasItsLengthAndDigits(String id) {
        assertThatThrownBy(() -> SecretText.compose(id, new byte[32], SecretText.LENGTH))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static String ascii(byte[] text) {
        return new String(text, StandardCharsets.US_ASCII);
    }
}
