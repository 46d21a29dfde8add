package dev.countersign.http;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the application gets to see of a request that was let in. */
class GrantedRequestTest {

    private static final String CREDENTIALS = "client_secret=billing-secret";

    private final EmbeddedDoor door = new EmbeddedDoor().guard("/protected/*", Map.of());
    private final List<String> seen = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() {
        door.close();
    }

    private void post(EmbeddedDoor.Handler handler, String form) throws Exception {
        door.servlet("/protected/*", handler).start();
        Answer answer = door.send(
                "POST /app/protected/x?q=%C3%BC&a=0 HTTP/1.1",
                "Host: localhost",
                "Connection: close",
                "Content-Type: application/x-www-form-urlencoded",
                "Content-Length: {length}",
                "",
                form);
        assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
    }

    @Test
    void sec10_parametersAreThereButForTheCredentials() throws Exception {
        post(
                (request, response) -> {
                    seen.add(String.valueOf(request.getParameter("client_secret")));
                    seen.add(request.getParameter("q"));
                    seen.add(request.getParameter("a"));
                    seen.add(List.of(request.getParameterValues("a")).toString());
                    seen.add(Collections.list(request.getParameterNames()).toString());
                    seen.add(request.getParameterMap().keySet().toString());
                    seen.add(Arrays.toString(request.getParameterValues("nothing")));
                },
                "a=1&client_id=billing&" + CREDENTIALS + "&a=2&empty=");
        assertThat(seen)
                .containsExactly(
                        "null", "ü", "0", "[0, 1, 2]", "[q, a, client_id, empty]", "[q, a, client_id, empty]", "null");
    }

    @Test
    void sec10_theBodyIsThereByteForByteButForTheCredentials() throws Exception {
        post(
                (request, response) -> {
                    seen.add(new String(request.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1));
                    seen.add(Integer.toString(request.getContentLength()));
                    seen.add(Long.toString(request.getContentLengthLong()));
                    seen.add(request.getHeader("content-length"));
                    seen.add(Integer.toString(request.getIntHeader("Content-Length")));
                    seen.add(request.getParameter("a"));
                },
                "client_id=billing&" + CREDENTIALS + "&a=%7e+~&&b");
        assertThat(seen).containsExactly("client_id=billing&a=%7e+~&&b", "28", "28", "28", "28", "0");
    }

    @Test
    void sec10_theReaderHasTheSame() throws Exception {
        post((request, response) -> seen.add(request.getReader().readLine()), CREDENTIALS + "&client_id=billing&a=%7e");
        assertThat(seen).containsExactly("client_id=billing&a=%7e");
    }

    @Test
    void theStreamAndTheReaderExcludeEachOther() throws Exception {
        post(
                (request, response) -> {
                    request.getReader();
                    try {
                        request.getInputStream();
                    } catch (IllegalStateException e) {
                        seen.add("refused");
                    }
                },
                CREDENTIALS + "&client_id=billing");
        assertThat(seen).containsExactly("refused");
    }

    @Test
    void aReadListenerGetsTheBody() throws Exception {
        post(
                (request, response) -> {
                    AsyncContext async = request.startAsync();
                    ServletInputStream in = request.getInputStream();
                    ByteArrayOutputStream body = new ByteArrayOutputStream();
                    in.setReadListener(new ReadListener() {
                        @Override
                        public void onDataAvailable() throws IOException {
                            while (in.isReady() && !in.isFinished()) {
                                body.write(in.read());
                            }
                        }

                        @Override
                        public void onAllDataRead() {
                            seen.add(body.toString(StandardCharsets.US_ASCII));
                            async.complete();
                        }

                        @Override
                        public void onError(Throwable t) {
                            seen.add(t.toString());
                            async.complete();
                        }
                    });
                },
                "client_id=billing&a=1&" + CREDENTIALS);
        assertThat(seen).containsExactly("client_id=billing&a=1");
    }

    @Test
    void theClientIsTheUser() throws Exception {
        post(
                (request, response) -> {
                    ClientPrincipal client = (ClientPrincipal) request.getUserPrincipal();
                    seen.add(client.getName() + " " + client.displayName());
                    seen.add(request.getRemoteUser());
                    seen.add(request.getAuthType());
                    seen.add(request.isUserInRole("read") + " " + request.isUserInRole("rea") + " "
                            + request.isUserInRole("billing"));
                    seen.add(String.valueOf(client.equals(request.getAttribute("dev.countersign.client"))));
                },
                "client_id=billing&" + CREDENTIALS);
        assertThat(seen)
                .containsExactly(
                        "billing Name of billing", "billing", "client_secret_post", "true false false", "true");
        assertThat(door.used).containsExactly("secret-of-billing");
    }

    @Test
    void sec10_theAuthorizationFieldIsHidden() throws Exception {
        door.servlet("/protected/*", (request, response) -> {
                    seen.add(String.valueOf(request.getHeader("authorization")));
                    seen.add(String.valueOf(request.getHeaders("Authorization").hasMoreElements()));
                    List<String> names = new ArrayList<>(Collections.list(request.getHeaderNames()));
                    names.removeIf(
                            name -> !name.equalsIgnoreCase("Authorization") && !name.equalsIgnoreCase("X-Other"));
                    seen.add(names.toString());
                    seen.add(request.getHeader("x-other"));
                    seen.add(new String(request.getInputStream().readAllBytes(), StandardCharsets.US_ASCII));
                })
                .start();
        Answer answer = door.send(
                "POST /app/protected/x HTTP/1.1",
                "Host: localhost",
                "Connection: close",
                "Content-Type: application/json",
                "X-Other: 1",
                "Authorization: Basic YmlsbGluZzpiaWxsaW5nLXNlY3JldA==",
                "Content-Length: {length}",
                "",
                "{\"a\":1}");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(seen).containsExactly("null", "false", "[X-Other]", "1", "{\"a\":1}");
    }

    @Test
    void gen6_anotherBodyIsNotTouched() throws Exception {
        door.servlet(
                        "/protected/*",
                        (request, response) ->
                                seen.add(request.getPart("file").getSize() + " " + request.getParameter("q")))
                .start();
        door.context
                .getServletHandler()
                .getServlets()[0]
                .getRegistration()
                .setMultipartConfig(new jakarta.servlet.MultipartConfigElement("", 10_000, 10_000, 10_000));
        Answer answer = door.send(
                "POST /app/protected/x?q=1 HTTP/1.1",
                "Host: localhost",
                "Connection: close",
                "Content-Type: multipart/form-data; boundary=b",
                "Authorization: Basic YmlsbGluZzpiaWxsaW5nLXNlY3JldA==",
                "Content-Length: {length}",
                "",
                "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"f\"\r\n\r\nhello\r\n--b--\r\n");
        assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
        assertThat(seen).containsExactly("5 1");
    }

    @Test
    void aBodyThatSomebodyReadBeforeUsIsAMistakeAndNotARefusal() throws Exception {
        EmbeddedDoor careless = new EmbeddedDoor()
                .filter(
                        "/*",
                        (request, response, chain) -> {
                            request.getParameter("a");
                            chain.doFilter(request, response);
                        },
                        Map.of())
                .guard("/protected/*", Map.of())
                .start();
        try (careless) {
            Answer answer = careless.send(
                    "POST /app/protected/x HTTP/1.1",
                    "Host: localhost",
                    "Connection: close",
                    "Content-Type: application/x-www-form-urlencoded",
                    "Content-Length: {length}",
                    "",
                    "client_id=billing&" + CREDENTIALS);
            assertThat(answer.status()).isEqualTo(500);
            assertThat(answer.body())
                    .isEqualTo("{\"error\":\"server_error\",\"error_description\":\"an internal error occurred\"}");
        }
    }
}
