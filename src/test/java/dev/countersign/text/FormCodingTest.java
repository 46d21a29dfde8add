package dev.countersign.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FormCodingTest {

    @ParameterizedTest
    @CsvSource({"'',''", "a+b,a b", "a%2Bb,a+b", "%C3%A4%c3%a4,ää", "%00,'\u0000'", "%25%32%35,%25", "ä,ä"})
    void theEncodingIsTakenBack(String text, String decoded) throws MalformedException {
        byte[] bytes = ("=" + text + "&").getBytes(StandardCharsets.UTF_8);
        assertThat(FormCoding.decodeText(bytes, 1, bytes.length - 1)).isEqualTo(decoded);
    }

    @ParameterizedTest
    @ValueSource(strings = {"%", "%4", "a%", "%%", "%4%", "%g0", "%0g", "%-1", "%+1", "% 1", "%0x", "%u0041"})
    void sec9_aPercentSignHasTwoDigits(String text) {
        byte[] bytes = (text + "41").getBytes(StandardCharsets.UTF_8);
        assertThatExceptionOfType(MalformedException.class)
                .isThrownBy(() -> FormCoding.decode(bytes, 0, bytes.length - 2))
                .withMessage("a percent sign is not followed by two hexadecimal digits");
    }

    @ParameterizedTest
    @ValueSource(strings = {"%C3", "%C0%AE", "%ED%A0%80", "%F4%90%80%80", "%FF", "%E4b"})
    void sec9_theBytesAreUtf8InItsShortestForm(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        assertThatExceptionOfType(MalformedException.class)
                .isThrownBy(() -> FormCoding.decodeText(bytes, 0, bytes.length))
                .withMessage("the characters are not encoded in UTF-8");
    }
}
