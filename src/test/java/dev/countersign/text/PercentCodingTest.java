package dev.countersign.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PercentCodingTest {

    @ParameterizedTest
    @CsvSource({"'',''", "a+b,a+b", "a%2Bb,a+b", "%2b%2B,++", "%252B,%2B", "a%7Eb,a~b"})
    void theEncodingIsTakenBackOnce(String text, String decoded) throws MalformedException {
        assertThat(PercentCoding.decodeAscii(text)).isEqualTo(decoded);
    }

    @ParameterizedTest
    @ValueSource(strings = {"%", "%4", "a%", "%%", "%4%", "%g0", "%0g", "%-1", "%+1", "% 1", "%80", "%C3%A4", "ä", "\u0100"})
    void whatIsNoEncodedAsciiIsRefused(String text) {
        assertThatExceptionOfType(MalformedException.class).isThrownBy(() -> PercentCoding.decodeAscii(text));
    }
}
