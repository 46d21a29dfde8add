package dev.countersign.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** GEN-17: however a path is written, what it leads to is guarded. */
class PathsTest {

    private static EmbeddedDoor door;

    @BeforeAll
    static void open() throws Exception {
        door = new EmbeddedDoor()
                .guard("/protected/*", Map.of())
                .servlet(
                        "/protected/*",
                        (request, response) -> response.getWriter().print("inside"))
                .servlet("/", (request, response) -> response.getWriter().print("outside"))
                .start();
    }

    @AfterAll
    static void close() {
        door.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/app/protected",
                "/app/protected/",
                "/app//protected/x",
                "//app/protected/x",
                "/app/protected;x=y/x",
                "/app;x/protected/x",
                "/app/./protected/x",
                "/app/x/../protected/x",
                "/app/x/..;/protected/x",
                "/app/x/..;y=z/protected/x",
                "/app/%70rotected/x",
                "/app/x/%2e%2e/protected/x",
                "/app/%2e/protected/x",
                "/app/x%2f..%2fprotected/x",
                "/app/x/%252e%252e/protected/x",
                "/app%2fprotected/x",
                "/app/protected%2fx",
                "/app/x\\..\\protected/x",
                "/app\\protected\\x",
                "/app/protected%5cx",
                "/app/protected%00/x",
                "/app/protected/%2e%2e/protected/x",
                "/app/PROTECTED/x",
                "/app/protected%20/x",
                "/app/protected.",
                "/app/protected/x?a=/../..",
                "http://localhost/app/protected/x",
                "/app/%c0%afprotected/x",
            })
    void gen17_noSpellingGetsInside(String path) throws Exception {
        for (String method : new String[] {"GET", "POST", "HEAD", "OPTIONS", "TRACE", "FOO"}) {
            Answer answer = door.send(
                    method + " " + path + " HTTP/1.1",
                    "Host: localhost",
                    "Connection: close",
                    "X-HTTP-Method-Override: GET",
                    "X-Original-URL: /app/open",
                    "X-Rewrite-URL: /app/open");
            assertThat(answer.body()).isNotEqualTo("inside");
            if (answer.status() == 200) {
                assertThat(method.equals("HEAD") ? "outside" : answer.body()).isEqualTo("outside");
            }
        }
    }
}
