package dev.countersign.declare;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NewClientsTest {

    @TempDir
    Path directory;

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        answer("/", 404, "{}");
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void eachClientIsInOneBatchAndTheyStayInOrder() {
        List<Step> steps =
                IntStream.range(0, 120).mapToObj(i -> step("c" + i, "")).toList();

        List<List<Step>> batches = NewClients.batches(steps);

        assertThat(batches).extracting(List::size).containsExactly(50, 50, 20);
        assertThat(batches.stream().flatMap(List::stream)).isEqualTo(steps);
        assertThat(NewClients.batches(List.of())).isEmpty();
    }

    @Test
    void aBatchIsNoLongerThanTheServerTakes() {
        List<Step> steps = List.of(
                step("a", "d".repeat(100_000)),
                step("b", "d".repeat(100_000)),
                step("c", "d".repeat(100_000)),
                step("d", "d".repeat(2_000_000)),
                step("e", ""),
                step("f", ""));

        assertThat(NewClients.batches(steps)).extracting(List::size).containsExactly(2, 1, 1, 2);
    }

    /** The database may have committed before its answer was lost. */
    @Test
    void aLostAnswerIsNoProofThatNothingWasRegistered() throws Exception {
        answer("/admin/bulk", 503, "{\"title\":\"Unavailable\"}");
        answer("/admin/clients/one", 200, "{\"client_id\":\"one\"}");

        assertThat(lines(newClients(Optional.of(new SecretFiles(directory)))))
                .containsExactly(
                        "failed \"one\": the server answers 503 Unavailable; the client is registered, but its secret came"
                                + " with the answer and is lost: give it another one (clients.yaml)",
                        "failed \"t wo\": the server answers 503 Unavailable (clients.yaml)");
        assertThat(directory).isEmptyDirectory();
        assertThat(lines(newClients(Optional.empty())).get(0)).contains("is registered: apply again");
        assertThat(asked).contains("/countersign/admin/clients/t%20wo");
    }

    @Test
    void whatCannotBeAskedIsNotKnown() throws Exception {
        answer("/admin/bulk", 503, "{\"title\":\"Unavailable\"}");
        answer("/admin/clients/", 503, "{}");

        assertThat(lines(newClients(Optional.of(new SecretFiles(directory)))))
                .hasSize(2)
                .allMatch(line -> line.contains("whether the client is registered is not known"));
        assertThat(asked).as("once").hasSize(2);
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void eachClientThatIsRegisteredHasItsSecretInAFile() throws Exception {
        answer("/admin/bulk", 200, """
                {"items":[{"status":201,"client":{"client_id":"one","client_secret":"s3cret"}},
                          {"status":409,"problem":{"detail":"There is one.","field":"client_id"}}]}""");

        List<String> lines = lines(newClients(Optional.of(new SecretFiles(directory))));

        assertThat(lines.get(0)).startsWith("the secret of \"one\" is in ");
        assertThat(lines.get(1))
                .isEqualTo("failed \"t wo\": the server answers 409 client_id: There is one. (clients.yaml)");
        assertThat(directory.resolve("one.secret")).hasContent("s3cret");
        assertThat(directory).isDirectoryNotContaining("glob:**wo*");
    }

    private List<String> lines(NewClients newClients) {
        return newClients.create(List.of(step("one", ""), step("t wo", ""))).stream()
                .flatMap(end -> end.lines().stream())
                .toList();
    }

    private NewClients newClients(Optional<SecretFiles> secrets) throws Exception {
        String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/countersign";
        return new NewClients(
                new AdminRest(ServerAccess.bySecret(url, "admin", "secret", Optional.empty())), secrets, Map.of());
    }

    private void answer(String path, int status, String body) {
        server.createContext("/countersign" + path, exchange -> answer(exchange, status, body));
    }

    private void answer(HttpExchange exchange, int status, String body) throws IOException {
        asked.add(exchange.getRequestURI().getRawPath());
        exchange.getRequestBody().readAllBytes();
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private static Step step(String id, String description) {
        Map<String, Object> members = Map.of("client_id", id, "description", description);
        return Step.of(new DeclaredClient(id, members, "clients.yaml"), Optional.empty());
    }
}
