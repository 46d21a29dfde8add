package dev.countersign.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.eclipse.jetty.ee10.servlet.ErrorPageErrorHandler;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is said in the place of a container's error page. */
class ErrorPageServletTest {

    private static EmbeddedDoor door;

    @BeforeAll
    static void open() throws Exception {
        door = new EmbeddedDoor()
                .guard("/protected/*", Map.of())
                .servlet("/broken", (request, response) -> {
                    throw new IllegalStateException("inside story");
                })
                .servlet("/teapot", (request, response) -> response.sendError(418, "inside story"))
                // As Tomcat does when a body could not be read: whatever is written afterwards is lost.
                .servlet("/dropped", (request, response) -> {
                    new WrittenRefusal(401, "application/json", Map.of("WWW-Authenticate", "Basic"), "{}")
                            .keepWith(request);
                    response.sendError(400);
                })
                .servlet("/error", new ErrorPageServlet());
        ErrorPageErrorHandler errors = new ErrorPageErrorHandler();
        errors.addErrorPage(ErrorPageErrorHandler.GLOBAL_ERROR_PAGE, "/error");
        door.context.setErrorHandler(errors);
        door.start();
    }

    @AfterAll
    static void close() {
        door.close();
    }

    private static Answer get(String path) throws Exception {
        return door.send("GET /app" + path + " HTTP/1.1", "Host: localhost", "Connection: close");
    }

    @Test
    void gen11_anExceptionIsNotTold() throws Exception {
        Answer answer = get("/broken");

        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.body()).isEqualTo("500 Internal Server Error\n");
        assertThat(answer.header("Cache-Control")).contains("no-store");
    }

    @Test
    void aCodeWithoutANameIsACode() throws Exception {
        assertThat(get("/teapot").body()).isEqualTo("418\n");
        assertThat(get("/nowhere").body()).isEqualTo("404 Not Found\n");
    }

    @Test
    void gen8_aRefusalThatTheContainerDroppedIsSaidAgain() throws Exception {
        Answer answer = get("/dropped");

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.header("WWW-Authenticate")).contains("Basic");
        assertThat(answer.header("Content-Type")).contains("application/json");
        assertThat(answer.body()).isEqualTo("{}");
    }

    @Test
    void byItsPathItIsNotThere() throws Exception {
        assertThat(get("/error").status()).isEqualTo(404);
    }
}
