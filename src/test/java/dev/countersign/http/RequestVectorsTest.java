package dev.countersign.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Whole requests, as they come over the wire, and what they are answered. */
class RequestVectorsTest {

    private static EmbeddedDoor door;

    @BeforeAll
    static void open() throws Exception {
        door = new EmbeddedDoor()
                .guard("/protected/*", Map.of())
                .guard("/verify/*", Map.of("forwardAuth", "true"))
                .guard("/proxied/*", Map.of("forwardAuth", "true", "scope", "admin"))
                .guard("/scoped/*", Map.of("scope", "admin"))
                .guard("/strict/*", Map.of("strictSecretForm", "true"))
                .guard("/post/*", Map.of("methods", "client_secret_post"))
                .servlet("/verify/*", new VerifyServlet())
                .servlet(
                        "/*",
                        (request, response) -> response.getOutputStream()
                                .write(("hello " + request.getRemoteUser()).getBytes(StandardCharsets.UTF_8)));
        door.clients.add("a b:c", "s %+&=:", "");
        door.start();
    }

    @AfterAll
    static void close() {
        door.close();
    }

    @TestFactory
    Stream<DynamicTest> requests() throws IOException {
        return Vectors.in("request", vector -> {
            List<String> lines = vector.lines("request");
            Answer answer = door.send(lines.toArray(String[]::new));
            assertThat(answer.status()).as(answer.toString()).isEqualTo(Integer.parseInt(vector.text("status")));
            vector.optional("error")
                    .ifPresent(error -> assertThat(answer.error()).contains(error));
            vector.optional("reason")
                    .ifPresent(reason -> assertThat(
                                    door.record.recentRefusals().get(0).reason())
                            .isEqualTo(reason));
            vector.optional("body").ifPresent(body -> assertThat(answer.body()).isEqualTo(body));
            assertRulesOfAllErrors(answer);
        });
    }

    /** GEN-8, GEN-9. */
    private static void assertRulesOfAllErrors(Answer answer) {
        if (answer.status() < 400) {
            return;
        }
        assertThat(answer.header("Content-Type")).contains("application/json");
        assertThat(answer.header("Cache-Control")).contains("no-store");
        assertThat(answer.body())
                .matches("\\{\"error\":\"[a-z_]+\",\"error_description\":\"[\\x20-\\x21\\x23-\\x5B\\x5D-\\x7E]*\"}|");
        assertThat(answer.header("WWW-Authenticate").isPresent()).isEqualTo(answer.status() == 401);
        if (answer.status() == 401) {
            assertThat(answer.header("WWW-Authenticate")).contains("Basic realm=\"countersign\"");
            assertThat(answer.body())
                    .isEqualTo("{\"error\":\"invalid_client\",\"error_description\":\"client authentication failed\"}");
        }
    }
}
