package dev.countersign.http;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import org.eclipse.jetty.ee10.servlet.ErrorPageErrorHandler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** GEN-15: no dispatch type opens a way round, and none is judged twice. */
class DispatchTest {

    private static final String BASIC = "Authorization: Basic YmlsbGluZzpiaWxsaW5nLXNlY3JldA==";

    private final EmbeddedDoor door = new EmbeddedDoor();

    @AfterEach
    void close() {
        door.close();
    }

    private Answer get(String path, String... fields) throws IOException {
        String request = "GET /app" + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                + String.join("\r\n", fields) + (fields.length == 0 ? "\r\n" : "\r\n\r\n");
        try (RawConnection connection = door.connect()) {
            return connection.send(request);
        }
    }

    private static void tellWhoAsks(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.getWriter().print("[" + request.getDispatcherType() + " " + request.getRemoteUser() + "]");
    }

    @Test
    void gen15_aForwardFromOutsideIsJudged() throws Exception {
        door.guard("/protected/*", Map.of())
                .servlet("/protected/*", DispatchTest::tellWhoAsks)
                .servlet(
                        "/open",
                        (request, response) ->
                                request.getRequestDispatcher("/protected/x").forward(request, response))
                .start();
        assertThat(get("/open").status()).isEqualTo(401);
        assertThat(get("/open").error()).contains("invalid_client");
        assertThat(get("/open", BASIC).body()).isEqualTo("[FORWARD billing]");
    }

    @Test
    void gen15_anIncludeFromOutsideIsJudgedAndLeavesThePageAroundIt() throws Exception {
        door.guard("/protected/*", Map.of())
                .servlet("/protected/*", DispatchTest::tellWhoAsks)
                .servlet("/open", (request, response) -> {
                    response.getWriter().print("before ");
                    request.getRequestDispatcher("/protected/x").include(request, response);
                    response.getWriter().print(" after");
                })
                .start();
        assertThat(get("/open").body()).isEqualTo("before  after");
        assertThat(get("/open", BASIC).body()).isEqualTo("before [INCLUDE billing] after");
    }

    @Test
    void gen15_anErrorPageInAProtectedPlaceIsJudged() throws Exception {
        ErrorPageErrorHandler errors = new ErrorPageErrorHandler();
        errors.addErrorPage(404, "/protected/error");
        door.context.setErrorHandler(errors);
        door.guard("/protected/*", Map.of())
                .servlet("/protected/error", DispatchTest::tellWhoAsks)
                .servlet("/open", (request, response) -> response.sendError(404))
                .servlet("/protected/missing", (request, response) -> response.sendError(404))
                .start();
        assertThat(get("/open").error()).contains("invalid_client");
        assertThat(get("/open", BASIC).body()).isEqualTo("[ERROR billing]");
        assertThat(get("/protected/missing", BASIC).body()).isEqualTo("[ERROR billing]");
        // Granted once for /open and once for /protected/missing, whose error page was not judged again.
        assertThat(door.record.getGranted()).isEqualTo(2);
    }

    @Test
    void gen15_anAsyncDispatchOfAGrantedRequestIsNotJudgedAgain() throws Exception {
        door.guard("/protected/*", Map.of())
                .servlet("/protected/async", (request, response) -> {
                    if (request.getDispatcherType() == DispatcherType.REQUEST) {
                        AsyncContext async = request.startAsync();
                        assertThat(((HttpServletRequest) async.getRequest()).getRemoteUser())
                                .isEqualTo("billing");
                        async.dispatch();
                    } else {
                        tellWhoAsks(request, response);
                    }
                })
                .start();
        assertThat(get("/protected/async", BASIC).body()).isEqualTo("[ASYNC billing]");
        assertThat(door.record.getGranted()).isEqualTo(1);
    }

    @Test
    void gen15_anAsyncDispatchFromOutsideIsJudged() throws Exception {
        door.guard("/protected/*", Map.of())
                .servlet("/protected/*", DispatchTest::tellWhoAsks)
                .servlet("/open", (request, response) -> request.startAsync().dispatch("/protected/x"))
                .start();
        assertThat(get("/open").status()).isEqualTo(401);
        assertThat(get("/open", BASIC).body()).isEqualTo("[ASYNC billing]");
    }

    @Test
    void gen15_theUserSurvivesInAnAsyncThread() throws Exception {
        door.guard("/protected/*", Map.of())
                .servlet("/protected/*", (request, response) -> {
                    AsyncContext async = request.startAsync();
                    async.start(() -> {
                        try {
                            tellWhoAsks((HttpServletRequest) async.getRequest(), response);
                        } catch (IOException e) {
                            throw new IllegalStateException(e);
                        } finally {
                            async.complete();
                        }
                    });
                })
                .start();
        assertThat(get("/protected/x", BASIC).body()).isEqualTo("[REQUEST billing]");
    }

    @Test
    void gen15_aForwardIntoAMappingThatAsksAnotherScopeIsRefused() throws Exception {
        door.guard("/protected/*", Map.of())
                .guard("/scoped/*", Map.of("scope", "admin"))
                .guard("/readers/*", Map.of("scope", "read"))
                .servlet("/scoped/*", DispatchTest::tellWhoAsks)
                .servlet("/readers/*", DispatchTest::tellWhoAsks)
                .servlet(
                        "/protected/forward",
                        (request, response) -> request.getRequestDispatcher(request.getParameter("to"))
                                .forward(request, response))
                .start();
        Answer refused = get("/protected/forward?to=/scoped/x", BASIC);
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.error()).contains("insufficient_scope");
        assertThat(get("/protected/forward?to=/readers/x", BASIC).body()).isEqualTo("[FORWARD billing]");
    }

    @Test
    void gen15_aForwardIntoAMappingThatAdmitsAnotherMethodIsRefused() throws Exception {
        door.guard("/protected/*", Map.of())
                .guard("/post/*", Map.of("methods", "client_secret_post"))
                .servlet("/post/*", DispatchTest::tellWhoAsks)
                .servlet(
                        "/protected/forward",
                        (request, response) ->
                                request.getRequestDispatcher("/post/x").forward(request, response))
                .start();
        assertThat(get("/protected/forward", BASIC).status()).isEqualTo(401);
    }

    @Test
    void gen15_twoMappingsOnOnePathAskBothButJudgeOnce() throws Exception {
        door.guard("/*", Map.of())
                .guard("/scoped/*", Map.of("scope", "read write"))
                .guard("/admin/*", Map.of("scope", "admin"))
                .servlet("/*", DispatchTest::tellWhoAsks)
                .start();
        assertThat(get("/scoped/x", BASIC).body()).isEqualTo("[REQUEST billing]");
        assertThat(get("/admin/x", BASIC).status()).isEqualTo(403);
        assertThat(door.record.getGranted()).isEqualTo(2);
    }

    @Test
    void gen15_aGrantOfAnotherRequestIsWorthNothing() throws Exception {
        Object[] stolen = new Object[1];
        door.guard("/protected/*", Map.of())
                .servlet("/protected/*", (request, response) -> {
                    stolen[0] = request.getAttribute(Grant.class.getName());
                    tellWhoAsks(request, response);
                })
                .servlet("/open", (request, response) -> {
                    request.setAttribute(Grant.class.getName(), stolen[0]);
                    request.getRequestDispatcher("/protected/x").forward(request, response);
                })
                .start();
        assertThat(get("/protected/x", BASIC).status()).isEqualTo(200);
        assertThat(stolen[0]).isNotNull();
        assertThat(get("/open").status()).isEqualTo(401);
    }

    @Test
    void gen14_whatTheApplicationThrowsIsNotOurs() throws Exception {
        door.guard("/protected/*", Map.of())
                .servlet("/protected/*", (request, response) -> {
                    throw new ServletException("the application's own");
                })
                .start();
        Answer answer = get("/protected/x", BASIC);
        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.error()).isEmpty();
        assertThat(door.record.getGranted()).isEqualTo(1);
        assertThat(door.record.getRefused()).isZero();
    }

    @Test
    void aRefusalAfterTheResponseHasBegunLeavesItAlone() throws Exception {
        door.guard("/protected/*", Map.of())
                .servlet("/protected/*", DispatchTest::tellWhoAsks)
                .servlet("/open", (request, response) -> {
                    response.getWriter().print("page");
                    response.flushBuffer();
                    AsyncContext async = request.startAsync();
                    async.dispatch("/protected/x");
                })
                .start();
        assertThat(get("/open").body()).isEqualTo("page");
        assertThat(door.record.getRefused()).isEqualTo(1);
    }

    @Test
    void aRefusalAfterGetWriterUsesTheWriter() throws Exception {
        door.guard("/protected/*", Map.of())
                .servlet("/protected/*", DispatchTest::tellWhoAsks)
                .servlet("/open", (request, response) -> {
                    response.getWriter().print("page");
                    request.startAsync().dispatch("/protected/x");
                })
                .start();
        assertThat(get("/open").error()).contains("invalid_client");
    }
}
