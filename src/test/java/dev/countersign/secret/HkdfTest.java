package dev.countersign.secret;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class HkdfTest {

    private static final HexFormat HEX = HexFormat.of();

    /** RFC 5869, appendix A.1: the first block of the output. */
    @Test
    void firstBlockIsThatOfTheStandard() {
        byte[] keyMaterial = HEX.parseHex("0b".repeat(22));
        byte[] salt = HEX.parseHex("000102030405060708090a0b0c");
        byte[] info = HEX.parseHex("f0f1f2f3f4f5f6f7f8f9");

        assertThat(HEX.formatHex(Hkdf.derive(keyMaterial, salt, info)))
                .isEqualTo("3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf");
    }

    @Test
    void sec8_twoPurposesGetTwoKeys() {
        byte[] keyMaterial = HEX.parseHex("0b".repeat(32));
        byte[] salt = {1};

        assertThat(Hkdf.derive(keyMaterial, salt, "one").getEncoded())
                .isNotEqualTo(Hkdf.derive(keyMaterial, salt, "two").getEncoded());
    }
}
