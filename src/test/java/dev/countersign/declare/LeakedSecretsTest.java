package dev.countersign.declare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.countersign.text.SecretText;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a stand-in for {@code POST /admin/leaked}. */
class LeakedSecretsTest {

    private static final String ID = "b".repeat(16);
    private static final String SECRET = SecretScanTest.secret("b", SecretText.LENGTH);

    @TempDir
    Path directory;

    private final List<String> asked = new ArrayList<>();
    private final List<String> told = new ArrayList<>();
    private HttpServer server;
    private int status = 200;

    @BeforeEach
    void start() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/countersign/admin/leaked", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            asked.add(body);
            boolean live = !body.contains("\"revoke\": true");
            byte[] answer = ("{\"items\":[{\"client_id\":\"billing\",\"secret_id\":\"" + ID
                            + "\",\"label\":\"autumn\",\"live\":" + live + "}]}")
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void onlyWhatMayBeASecretIsSentAndItsPlaceIsTold() throws Exception {
        Path file = Files.writeString(directory.resolve("app.log"), "private line\npassword=" + SECRET + "\n");

        assertThat(leaked().look(List.of(file), false)).isEqualTo(1);

        assertThat(asked)
                .singleElement()
                .asString()
                .contains(SECRET, "\"revoke\": false")
                .doesNotContain("private");
        assertThat(told)
                .containsExactly(
                        "\"billing\": secret \"" + ID + "\" \"autumn\", live, in " + file + ", line 2",
                        "1 secrets of clients found, 1 of them live");
    }

    @Test
    void whatIsRevokedIsNotLive() throws Exception {
        Path file = Files.writeString(directory.resolve("app.log"), SECRET);

        assertThat(leaked().look(List.of(file), true)).isZero();
        assertThat(told.get(0)).contains("not live");
    }

    @Test
    void withoutACandidateTheServerIsNotAsked() throws Exception {
        Path file = Files.writeString(directory.resolve("app.log"), "csk_ nothing");

        assertThat(leaked().look(List.of(file), false)).isZero();
        assertThat(asked).isEmpty();
    }

    @Test
    void aRefusalIsNoAnswer() throws Exception {
        status = 403;
        Path file = Files.writeString(directory.resolve("app.log"), SECRET);

        assertThatThrownBy(() -> leaked().look(List.of(file), false))
                .isInstanceOf(DeclarationException.class)
                .hasMessageContaining("403");
    }

    private LeakedSecrets leaked() throws Exception {
        String url = "http://localhost:" + server.getAddress().getPort() + "/countersign";
        return new LeakedSecrets(ServerAccess.bySecret(url, "admin", "s3cr3t", Optional.empty()), told::add);
    }
}
