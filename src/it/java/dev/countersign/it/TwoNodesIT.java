package dev.countersign.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.store.jdbc.PostgresCluster;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two processes of the executable WAR that share one PostgreSQL and one key ring. */
@Tag("full")
class TwoNodesIT {

    /** A change shows everywhere within a second; the rest is for a machine that is busy with other things. */
    private static final Duration A_SECOND_AND_A_MARGIN = Duration.ofSeconds(3);

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    private final PostgresCluster cluster = new PostgresCluster();

    @AfterEach
    void close() {
        cluster.close();
    }

    @Test
    void aChangeShowsOnTheOtherNodeWithinASecond() throws Exception {
        try (ExecutableWar one = node("one").start();
                ExecutableWar two = node("two").start()) {
            Administrator administrator = new Administrator(one.url(), one.password());
            String secret = administrator.register("\"client_id\":\"billing\"");
            // A new client is known everywhere at once, and now remembered by both.
            assertThat(verify(one, secret).statusCode()).isEqualTo(204);
            assertThat(verify(two, secret).statusCode()).isEqualTo(204);

            administrator.delete("/clients/billing/secrets/" + administrator.secretId("billing"));

            assertThat(verify(one, secret).statusCode()).isEqualTo(401);
            assertThat(timeUntil(() -> verify(two, secret).statusCode() == 401)).isLessThan(A_SECOND_AND_A_MARGIN);
        }
    }

    @Test
    void sec3_aLeakedSecretIsRevokedOnTheOtherNodeWithinASecond() throws Exception {
        try (ExecutableWar one = node("one").start();
                ExecutableWar two = node("two").start()) {
            Administrator administrator = new Administrator(one.url(), one.password());
            String secret = administrator.register("\"client_id\":\"billing\"");
            String kept = Administrator.secretIn(administrator.post("/clients/billing/secrets", "{}"));
            assertThat(verify(one, secret).statusCode()).isEqualTo(204);
            assertThat(verify(two, secret).statusCode()).isEqualTo(204);
            String text = "{\"text\":\"Authorization: " + Visitor.basic("billing", secret) + "\",\"revoke\":true}";

            HttpResponse<String> revoked = new Administrator(two.url(), one.password()).post("/leaked", text);

            assertThat(revoked.body()).contains("\"client_id\":\"billing\"", "\"revoked\":true");
            assertThat(verify(two, secret).statusCode()).isEqualTo(401);
            assertThat(timeUntil(() -> verify(one, secret).statusCode() == 401)).isLessThan(A_SECOND_AND_A_MARGIN);
            assertThat(verify(one, kept).statusCode()).isEqualTo(204);
            assertThat(administrator.get("/events?client=billing").body()).contains("secret.leaked");
        }
    }

    @Test
    void key7_keysThatAreClearedOnOneNodeAreFetchedAnewOnTheOther() throws Exception {
        SigningClient client = SigningClient.named("publishing");
        try (KeySetServer publisher = new KeySetServer();
                ExecutableWar one = fetching("one", publisher).start()) {
            String allowed = publisher.origin();
            WarCommand command = fetching("two", publisher);
            Administrator here = new Administrator(one.url(), one.password());
            here.post("/clients", client.registration("\"jwks_uri\":\"" + allowed + "/jwks\""));
            // Started afterwards, so that all it hears of is the clearing.
            try (ExecutableWar two = command.start()) {
                Administrator there = new Administrator(two.url(), one.password());
                for (String path : List.of("/clients/publishing/key-cache", "/key-cache")) {
                    publisher.publish(client.keySet());
                    timeUntil(() -> there.post("/clients/publishing/key-cache/refresh", "{}")
                            .body()
                            .contains("\"k1\""));
                    // The key is withdrawn, and only the cache still believes in it.
                    publisher.publish(AssertionSigner.keySet());
                    int before = publisher.fetches();
                    assertThat(signIn(two, client)).isEqualTo(204);
                    assertThat(publisher.fetches()).isEqualTo(before);

                    HttpResponse<String> cleared = here.delete(path);
                    assertThat(cleared.body()).isEqualTo("{\"cleared\":0}");

                    assertThat(timeUntil(() -> !isCached(there))).isLessThan(A_SECOND_AND_A_MARGIN);
                    assertThat(signIn(two, client)).isEqualTo(401);
                    assertThat(publisher.fetches()).isGreaterThan(before);
                }
            }
        }
    }

    @Test
    void jwt6_ofAHundredAtOnceOnTwoNodesOneWins() throws Exception {
        try (ExecutableWar one = ReplayRace.node(node("one")).start();
                ExecutableWar two = ReplayRace.node(node("two")).start()) {
            new ReplayRace(one, two).assertOneWins();
        }
    }

    @Test
    void gen11_anOutageIsNoRefusalAndPassesWithoutARestart() throws Exception {
        WarCommand command = node("one").withEnvironment("COUNTERSIGN_CLIENT_CACHE_TTL", "PT0S");
        try (ExecutableWar war = command.start()) {
            String secret = new Administrator(war.url(), war.password()).register("\"client_id\":\"billing\"");
            assertThat(verify(war, secret).statusCode()).isEqualTo(204);

            cluster.stop();

            HttpResponse<String> outage = verify(war, secret);
            assertThat(outage.statusCode()).isEqualTo(503);
            assertThat(outage.headers().firstValueAsLong("Retry-After")).isPresent();
            assertThat(verify(war, "wrong").statusCode()).isEqualTo(503);
            assertThat(new Visitor(war.url()).get("/health/ready").statusCode()).isEqualTo(503);
            assertThat(new Visitor(war.url()).get("/health/live").statusCode()).isEqualTo(200);
            assertThat(new Administrator(war.url(), war.password())
                            .get("/clients")
                            .statusCode())
                    .isEqualTo(503);

            cluster.start();

            assertThat(timeUntil(() -> verify(war, secret).statusCode() == 204)).isLessThan(PATIENCE);
            assertThat(verify(war, "wrong").statusCode()).isEqualTo(401);
        }
    }

    @Test
    void withGraceAClientPassesDuringAnOutageAndAnAdministratorDoesNot() throws Exception {
        WarCommand command = node("one")
                .withEnvironment("COUNTERSIGN_CLIENT_CACHE_TTL", "PT0S")
                .withEnvironment("COUNTERSIGN_STORE_OUTAGE_GRACE", "PT10M");
        try (ExecutableWar war = command.start()) {
            String secret = new Administrator(war.url(), war.password()).register("\"client_id\":\"billing\"");
            assertThat(verify(war, secret).statusCode()).isEqualTo(204);

            cluster.stop();

            assertThat(verify(war, secret).statusCode()).isEqualTo(204);
            assertThat(verify(war, "wrong").statusCode()).isEqualTo(503);
            assertThat(new Visitor(war.url())
                            .get("/verify", "Authorization", Visitor.basic("admin", war.password()))
                            .statusCode())
                    .isEqualTo(503);
            cluster.start();
        }
    }

    private WarCommand node(String name) throws Exception {
        Path ring = folder.resolve("master.keys");
        if (!Files.exists(ring)) {
            Files.writeString(ring, "k1 AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\n");
        }
        return ExecutableWar.in(folder.resolve(name))
                .with("--jdbc-url", cluster.url(), "--jdbc-user", "countersign")
                .withEnvironment("COUNTERSIGN_MASTER_KEY", ring.toString());
    }

    private WarCommand fetching(String name, KeySetServer publisher) throws Exception {
        return node(name).withEnvironment("COUNTERSIGN_KEY_FETCH_ALLOWED_ORIGINS", publisher.origin());
    }

    private static HttpResponse<String> verify(ExecutableWar war, String secret) throws Exception {
        return new Visitor(war.url()).get("/verify", "Authorization", Visitor.basic("billing", secret));
    }

    private static int signIn(ExecutableWar war, SigningClient client) throws Exception {
        return SigningClient.verify(war.url(), client.assertion(war.url())).statusCode();
    }

    private static boolean isCached(Administrator administrator) throws Exception {
        String answer = administrator.get("/clients/publishing/key-cache").body();
        assertThat(answer).contains("\"cached\":");
        return answer.contains("\"cached\":true");
    }

    private static Duration timeUntil(Callable<Boolean> condition) throws Exception {
        long start = System.nanoTime();
        while (!condition.call()) {
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(PATIENCE);
        }
        return Duration.ofNanos(System.nanoTime() - start);
    }
}
