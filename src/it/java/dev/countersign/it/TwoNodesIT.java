package dev.countersign.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.store.jdbc.PostgresCluster;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two processes of the executable WAR that share one PostgreSQL and one key ring. */
@Tag("full")
class TwoNodesIT {

    private static final Duration A_SECOND = Duration.ofSeconds(1);
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
            assertThat(timeUntil(() -> verify(two, secret).statusCode() == 401)).isLessThan(A_SECOND);
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

    private static HttpResponse<String> verify(ExecutableWar war, String secret) throws Exception {
        return new Visitor(war.url()).get("/verify", "Authorization", Visitor.basic("billing", secret));
    }

    private static Duration timeUntil(Callable<Boolean> condition) throws Exception {
        long start = System.nanoTime();
        while (!condition.call()) {
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(PATIENCE);
        }
        return Duration.ofNanos(System.nanoTime() - start);
    }
}
