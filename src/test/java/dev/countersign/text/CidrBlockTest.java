package dev.countersign.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CidrBlockTest {

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.255.255.255, true",
        "10.0.0.0/8, 11.0.0.0, false",
        "192.0.2.128/25, 192.0.2.128, true",
        "192.0.2.128/25, 192.0.2.127, false",
        "192.0.2.1, 192.0.2.1, true",
        "192.0.2.1, 192.0.2.2, false",
        "0.0.0.0/0, 192.0.2.1, true",
        "0.0.0.0/0, ::1, false",
        "::/0, 192.0.2.1, false",
        "::/0, ::1, true",
        "2001:db8::/33, 2001:db8:7fff::1, true",
        "2001:db8::/33, 2001:db8:8000::1, false",
        "::ffff:10.0.0.0/8, 10.1.2.3, true",
        "10.0.0.0/8, ::ffff:10.1.2.3, true",
    })
    void contains(String block, String address, boolean contained) {
        assertThat(CidrBlock.parse(block).contains(IpLiteral.parse(address).orElseThrow()))
                .isEqualTo(contained);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/8",
                "localhost",
                "10.0.0.0/",
                "10.0.0.0/33",
                "10.0.0.0/-1",
                "10.0.0.0/+8",
                "10.0.0.0/0008",
                "10.0.0.1/8",
                "10.0.0/8",
                "10.0.0.0.0",
                "010.0.0.0",
                "256.0.0.0",
                "::/129",
                "2001:db8::1/32",
                "1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7:8:9",
                "1::2::3",
                ":1::",
                "12345::",
                "g::",
                "::1.2.3",
                "1:2:3:4:5:6:7:1.2.3.4",
                "[10.0.0.1]",
                "10.0.0.0/8/8",
                " 10.0.0.0/8",
            })
    void isRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> CidrBlock.parse(text));
    }

    @Test
    void isAValue() {
        CidrBlock block = CidrBlock.parse("10.0.0.0/8");
        assertThat(block).isEqualTo(CidrBlock.parse("10.0.0.0/8")).hasSameHashCodeAs(CidrBlock.parse("10.0.0.0/8"));
        assertThat(block).isNotEqualTo(CidrBlock.parse("10.0.0.0/9")).hasToString("10.0.0.0/8");
    }
}
