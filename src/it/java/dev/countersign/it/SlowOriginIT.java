package dev.countersign.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jose4j.jwk.PublicJsonWebKey;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One origin that accepts connections and never answers: only clients whose key sets it has must wait. */
@Tag("full")
class SlowOriginIT {

    private static final Duration FETCH_TIMEOUT = Duration.ofSeconds(10);

    /** For a busy machine; without limits the last one would wait for hundreds of fetches. */
    private static final Duration MARGIN = Duration.ofSeconds(10);

    /** More than one origin may have fetches under way. */
    private static final int HANGING_CLIENTS = 8;

    /** In all more than the server has threads. */
    private static final int REQUESTS_EACH = 40;

    private static final int ROUNDS = 25;

    @TempDir
    Path data;

    @Test
    void key3_aHangingOriginHoldsUpItsOwnClientsOnly() throws Exception {
        try (HangingOrigin hanging = HangingOrigin.later();
                KeySetServer publisher = new KeySetServer();
                ExecutableWar war = command(hanging, publisher).start()) {
            Scene scene = new Scene(war, publisher);
            scene.register("inline", "\"jwks\":" + AssertionSigner.keySet(scene.key));
            scene.register("fetched", "\"jwks_uri\":\"" + publisher.origin() + "/fetched\"");
            scene.register("fetched-late", "\"jwks_uri\":\"" + publisher.origin() + "/late\"");
            String secret = scene.administrator.register("\"client_id\":\"billing\"");
            for (int i = 0; i < HANGING_CLIENTS; i++) {
                scene.register("hanging-" + i, "\"jwks_uri\":\"" + hanging.origin() + "/" + i + "\"");
            }
            // A URL is tried when it is registered; without the back-off that its failure began.
            hanging.hang();
            assertThat(scene.administrator.delete("/key-cache").statusCode()).isEqualTo(200);
            assertThat(scene.verify("fetched")).isEqualTo(204);

            List<CompletableFuture<Late>> late = new ArrayList<>();
            for (int i = 0; i < HANGING_CLIENTS * REQUESTS_EACH; i++) {
                late.add(scene.send("hanging-" + i % HANGING_CLIENTS));
            }
            assertThat(hanging.awaitVisit(FETCH_TIMEOUT.toSeconds())).isTrue();

            for (int i = 0; i < ROUNDS; i++) {
                assertThat(scene.verify("inline")).isEqualTo(204);
                assertThat(scene.verify("fetched")).isEqualTo(204);
                assertThat(scene.verify("fetched-late")).isEqualTo(204);
                assertThat(new Visitor(war.url())
                                .get("/verify", "Authorization", Visitor.basic("billing", secret))
                                .statusCode())
                        .isEqualTo(204);
            }
            assertThat(late.stream().filter(answer -> !answer.isDone()))
                    .as("still waiting")
                    .isNotEmpty();

            for (CompletableFuture<Late> answer : late) {
                assertThat(answer.get().status()).isEqualTo(503);
                assertThat(answer.get().retryAfter()).isPositive();
                assertThat(answer.get().after()).isLessThan(FETCH_TIMEOUT.plus(MARGIN));
            }
            assertThat(hanging.visits()).isBetween(1, HANGING_CLIENTS);
        }
    }

    private WarCommand command(HangingOrigin hanging, KeySetServer publisher) {
        return ExecutableWar.in(data)
                .optimizing()
                .withEnvironment("COUNTERSIGN_KEY_FETCH_ALLOWED_ORIGINS", hanging.origin() + ',' + publisher.origin())
                .withEnvironment("COUNTERSIGN_KEY_FETCH_TIMEOUT", FETCH_TIMEOUT.toString());
    }

    /** An answer, and how long it took. */
    private record Late(int status, long retryAfter, Duration after) {}

    /** The server, and clients that all sign with one key. */
    private static final class Scene {

        private final ExecutableWar war;
        private final Administrator administrator;
        private final AssertionSigner signer;
        private final PublicJsonWebKey key = AssertionSigner.rsa("k1");
        private final HttpClient client = HttpClient.newHttpClient();

        Scene(ExecutableWar war, KeySetServer publisher) throws Exception {
            this.war = war;
            this.administrator = new Administrator(war.url(), war.password());
            this.signer = new AssertionSigner(war.url());
            publisher.publish(AssertionSigner.keySet(key));
        }

        void register(String id, String keys) throws IOException, InterruptedException {
            HttpResponse<String> created = administrator.post("/clients", AssertionSigner.registration(id, keys));
            assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
        }

        int verify(String id) throws Exception {
            return send(id).get().status();
        }

        CompletableFuture<Late> send(String id) throws Exception {
            HttpRequest request = HttpRequest.newBuilder(URI.create(war.url() + "/verify"))
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .POST(HttpRequest.BodyPublishers.ofString(AssertionSigner.form(signer.signed(id, key))))
                    .build();
            long begin = System.nanoTime();
            return client.sendAsync(request, HttpResponse.BodyHandlers.discarding())
                    .thenApply(answer -> new Late(
                            answer.statusCode(),
                            answer.headers().firstValueAsLong("Retry-After").orElse(0),
                            Duration.ofNanos(System.nanoTime() - begin)));
        }
    }
}
