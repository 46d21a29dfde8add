package dev.countersign.declare;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AdminRestTest {

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
        assertThatThrownBy(() -> new AdminRest(url, "admin", "secret"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("takes ")
                .hasMessageNotContaining("secret");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"https://sentry.example/countersign/", "http://127.0.0.1:8080/countersign", "http://[::1]/"})
    void tlsOrLoopbackIsTaken(String url) {
        assertThatCode(() -> new AdminRest(url, "admin", "secret")).doesNotThrowAnyException();
    }
}
