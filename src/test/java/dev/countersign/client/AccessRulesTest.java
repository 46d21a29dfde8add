package dev.countersign.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.text.IpLiteral;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AccessRulesTest {

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.255.255.255, true",
        "10.0.0.0/8, 11.0.0.0, false",
        "10.0.0.1, 10.0.0.1, true",
        "10.0.0.1, 10.0.0.2, false",
        "10.0.0.0/8, ::ffff:10.1.2.3, true",
        "::ffff:10.0.0.1, 10.0.0.1, true",
        "0.0.0.0/0, 192.0.2.1, true",
        "0.0.0.0/0, 2001:db8::1, false",
        "::/0, 2001:db8::1, true",
        "::/0, 192.0.2.1, false",
        "2001:db8::/32, 2001:db8:ffff::1, true",
        "2001:db8::/32, 2001:db9::1, false",
        "fe80::/10, fe80::1%eth0, true"
    })
    void anAddressIsAllowedWhenItIsInARange(String range, String address, boolean allowed) {
        assertThat(of(range).allows(IpLiteral.parse(address).orElseThrow())).isEqualTo(allowed);
        assertThat(of("198.51.100.7", range).allows(IpLiteral.parse(address).orElseThrow()))
                .isEqualTo(allowed);
    }

    @Test
    void withoutRangesEachAddressIsAllowed() {
        assertThat(AccessRules.DEFAULT.allows(IpLiteral.parse("192.0.2.1").orElseThrow()))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "host.example",
                "10.0.0.1/8",
                "10.0.0.0/33",
                "10.0.0.0/",
                "10.0.0.0/-1",
                "010.0.0.0/8",
                "10.0.0",
                "10.0.0.0 /8",
                "10.0.0.0/8 ",
                "fe80::1%eth0",
                "[::1]",
                "::/129",
                "::ffff:10.0.0.0/104",
                "2001:db8::/32,10.0.0.0/8"
            })
    void aMalformedRangeIsRefused(String range) {
        assertThatThrownBy(() -> of(range)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whatIsTooMuchIsRefused() {
        String[] ranges = IntStream.rangeClosed(0, AccessRules.MAX_SOURCES)
                .mapToObj(i -> "10.0.0." + i)
                .toArray(String[]::new);

        assertThatThrownBy(() -> of(ranges)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> of("10.0.0.1", "10.0.0.1")).isInstanceOf(IllegalArgumentException.class);
        for (String name : List.of("", "m".repeat(AccessRules.MAX_MANAGED_BY_CHARS + 1))) {
            assertThatThrownBy(() -> new AccessRules(false, List.of(), Optional.of(name)))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    private static AccessRules of(String... ranges) {
        return new AccessRules(false, List.of(ranges), Optional.empty());
    }
}
