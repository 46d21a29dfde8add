package dev.countersign.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.client.AccessRules;
import dev.countersign.text.IpLiteral;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AllowedSourcesTest {

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
        assertThat(AllowedSources.include(rules(range), source(address))).isEqualTo(allowed);
        assertThat(AllowedSources.include(rules("198.51.100.7", range), source(address)))
                .isEqualTo(allowed);
    }

    @Test
    void withoutRangesEachAddressIsAllowed() {
        assertThat(AllowedSources.include(AccessRules.DEFAULT, source("192.0.2.1")))
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
    void aMalformedRangeIsRefusedAndContainsNoAddress(String range) {
        assertThatThrownBy(() -> AllowedSources.check(List.of("192.0.2.1", range)))
                .isInstanceOf(IllegalArgumentException.class);

        for (String address : List.of("10.0.0.1", "::1", "fe80::1", "2001:db8::1")) {
            assertThat(AllowedSources.include(rules(range), source(address))).isFalse();
        }
        assertThat(AllowedSources.include(rules(range, "192.0.2.1"), source("192.0.2.1")))
                .isTrue();
    }

    private static AccessRules rules(String... ranges) {
        return new AccessRules(false, List.of(ranges), Optional.empty());
    }

    private static InetAddress source(String address) {
        return IpLiteral.parse(address).orElseThrow();
    }
}
