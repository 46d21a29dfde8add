package dev.countersign.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UrlHostTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://keys.example/jwks",
                "https://my-host:8443?a_b#c_d",
                "https://u_ser@host/p_ath",
                "https://[2001:db8::1]:8443/x",
                "http://127.0.0.1",
                "not a url",
                "urn:a_b",
                "jdbc:postgresql:a_b",
            })
    void aHostMayBeOne(String url) {
        assertThat(UrlHost.problem(url)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "https://my_host/jwks, underscore",
        "https://u@my_host:8443, underscore",
        "https://pr\u00fcfung.example/x, write xn--prfung-4ya.example",
        "https://pr\u00fcf_ung.example/x, cannot be part",
        "https:///x, no host behind",
        "https://:8443/x, no host behind",
        "jdbc:postgresql://d\u00e4tabase/x, write xn--dtabase-5wa",
    })
    void theReasonIsNamed(String url, String reason) {
        assertThat(UrlHost.problem(url).orElseThrow()).contains(reason);
    }

    @Test
    void aLongHostIsNotRepeated() {
        assertThat(UrlHost.problem("https://" + "\u00fc".repeat(100_000)).orElseThrow())
                .hasSizeLessThan(100);
    }
}
