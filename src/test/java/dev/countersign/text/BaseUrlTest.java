package dev.countersign.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BaseUrlTest {

    @ParameterizedTest
    @CsvSource({
        "https://as.example, https://as.example/token",
        "https://as.example/, https://as.example/token",
        "https://as.example/a, https://as.example/a/token",
        "https://as.example/a/, https://as.example/a/token",
        "https://as.example/a//, https://as.example/a//token"
    })
    void oneSlashIsBetween(URI base, String url) {
        assertThat(BaseUrl.with(base, "/token")).isEqualTo(url);
    }
}
