package dev.countersign.keys;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class Sha256Test {

    /** The examples of FIPS 180-4. */
    @Test
    void theHashIsThatOfAllPartsInTheirOrder() {
        String abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assertThat(HexFormat.of().formatHex(Sha256.of(ascii("abc")))).isEqualTo(abc);
        assertThat(HexFormat.of().formatHex(Sha256.of(ascii("a"), ascii(""), ascii("bc"))))
                .isEqualTo(abc);
        assertThat(HexFormat.of().formatHex(Sha256.of()))
                .isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    }

    @Test
    void base64UrlHasNoPadding() {
        assertThat(Sha256.base64Url(ascii("abc"))).isEqualTo("ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0");
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
