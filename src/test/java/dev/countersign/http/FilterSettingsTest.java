package dev.countersign.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.PageTable;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FilterSettingsTest {

    @Test
    void theseAreAll() {
        assertThat(FilterSettings.NAMES)
                .isEqualTo(List.of(
                        "methods",
                        "realm",
                        "strictSecretForm",
                        "scope",
                        "forwardAuth",
                        "audience",
                        "resourceMetadata",
                        "issuer",
                        "jwksUri"));
    }

    @Test
    void thePageListsThem() throws IOException {
        assertThat(PageTable.names("src/doc/own-application.md", "| init-param | default | meaning |"))
                .containsExactlyInAnyOrderElementsOf(FilterSettings.NAMES);
    }

    @ParameterizedTest
    @CsvSource({
        "method, client_secret_basic, unknown init-param method",
        "methods, '', methods must name some of",
        "methods, ' , ', methods must name some of",
        "methods, private_key_jwt, methods must name some of",
        "methods, 'client_secret_basic private_key_jwt', methods must name some of",
        "strictSecretForm, yes, must be true or false",
        "forwardAuth, '', must be true or false",
        "scope, '', scope is empty",
        "scope, ' ', scope is empty",
        "scope, 'a  b', scope: ",
        "scope, 'a\"b', scope: ",
        "realm, '', realm or resourceMetadata: ",
        "realm, 'ü', realm or resourceMetadata: ",
        "resourceMetadata, 'https://ü.example', realm or resourceMetadata: ",
        "methods, bearer, methods must name some of",
    })
    void aWrongInitParamStopsTheDeployment(String name, String value, String problem) {
        try (EmbeddedDoor door = new EmbeddedDoor()) {
            door.guard("/*", Map.of(name, value));
            assertThatThrownBy(door::start).hasStackTraceContaining(problem);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "client_secret_basic",
                "client_secret_basic client_secret_post",
                "client_secret_post, client_secret_basic"
            })
    void methodsAreSeparatedBySpacesOrCommas(String methods) throws Exception {
        try (EmbeddedDoor door = new EmbeddedDoor()) {
            door.guard("/*", Map.of("methods", methods))
                    .servlet("/*", (request, response) -> {})
                    .start();
            assertThat(door.send("GET /app/ HTTP/1.1", "Host: localhost", "Connection: close")
                            .status())
                    .isEqualTo(401);
        }
    }

    @Test
    void theRealmIsQuoted() throws Exception {
        try (EmbeddedDoor door = new EmbeddedDoor()) {
            door.guard("/*", Map.of("realm", "a \"b\" \\"))
                    .servlet("/*", (request, response) -> {})
                    .start();
            assertThat(door.send("GET /app/ HTTP/1.1", "Host: localhost", "Connection: close")
                            .header("WWW-Authenticate"))
                    .contains("Basic realm=\"a \\\"b\\\" \\\\\"");
        }
    }

    @Test
    void withoutTheListenerTheDeploymentStops() {
        try (EmbeddedDoor door = new EmbeddedDoor()) {
            door.context.removeAttribute(Sentry.class.getName());
            door.guard("/*", Map.of());
            assertThatThrownBy(door::start).hasStackTraceContaining("Countersign has not started");
        }
    }
}
