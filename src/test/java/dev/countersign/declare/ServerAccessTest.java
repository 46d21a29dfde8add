package dev.countersign.declare;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServerAccessTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://sentry.example/countersign",
                "http://127.0.0.1.example/",
                "http://localhost.example/",
                "ftp://localhost/",
                "https://admin:secret@sentry.example/",
                "https://sentry.example/?x=1",
                "sentry.example",
                "https:",
                "http://local host/"
            })
    void thePasswordGoesNowhereElse(String url) {
        assertThatThrownBy(() -> ServerAccess.bySecret(url, "admin", "s3cr3t", Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("--url takes ")
                .hasMessageNotContaining("s3cr3t");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"https://sentry.example/countersign/", "http://127.0.0.1:8080/countersign", "http://[::1]/"})
    void tlsOrLoopbackIsTaken(String url) {
        assertThatCode(() -> ServerAccess.bySecret(url, "admin", "s3cr3t", Optional.empty()))
                .doesNotThrowAnyException();
    }
}
