package dev.countersign.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.store.jdbc.MariaDb;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The executable WAR on MariaDB: alone, started again, and two that share one. */
@Tag("full")
@Tag("twin")
class MariaDbNodesIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    private final MariaDb server = new MariaDb();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void clientsAndUsedAssertionsOutliveARestart() throws Exception {
        SigningClient signer = SigningClient.named("signing");
        String secret;
        String password;
        String assertion;
        try (ExecutableWar war = node("one").start()) {
            password = war.password();
            Administrator administrator = new Administrator(war.url(), password);
            secret = administrator.register(
                    "\"client_id\":\"billing\",\"client_name\":\"Faktur\\u0430 \\ud83d\\udd11\"");
            assertThat(administrator
                            .post("/clients", signer.registration("\"jwks\":" + signer.keySet()))
                            .statusCode())
                    .isEqualTo(201);
            assertThat(verify(war, secret)).isEqualTo(204);
            assertThat(verify(war, "wrong")).isEqualTo(401);
            assertion = signer.assertion(war.url());
            assertThat(signIn(war, assertion)).isEqualTo(204);
            assertThat(signIn(war, assertion)).isEqualTo(401);
        }
        try (ExecutableWar war = node("one").start()) {
            Administrator administrator = new Administrator(war.url(), password);
            assertThat(verify(war, secret)).isEqualTo(204);
            assertThat(signIn(war, assertion)).isEqualTo(401);
            assertThat(signIn(war, signer.assertion(war.url()))).isEqualTo(204);
            assertThat(administrator.get("/clients/billing").body()).contains("Faktur\u0430 \ud83d\udd11");
            assertThat(administrator.get("/server").body()).contains("\"replay_guard\":\"store\"");
            assertThat(administrator.get("/events").body()).contains("client.create", "billing");
            administrator.delete("/clients/billing/secrets/" + administrator.secretId("billing"));
            assertThat(verify(war, secret)).isEqualTo(401);
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
            assertThat(verify(war, secret)).isEqualTo(204);

            server.stop();

            assertThat(verify(war, secret)).isEqualTo(503);
            assertThat(verify(war, "wrong")).isEqualTo(503);
            assertThat(new Visitor(war.url()).get("/health/ready").statusCode()).isEqualTo(503);

            server.start();

            await(() -> verify(war, secret) == 204);
            assertThat(verify(war, "wrong")).isEqualTo(401);
        }
    }

    private WarCommand node(String name) throws Exception {
        Path ring = folder.resolve("master.keys");
        Path password = folder.resolve("password");
        if (!Files.exists(ring)) {
            Files.writeString(ring, "k1 AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\n");
            Files.writeString(password, MariaDb.PASSWORD + "\n");
        }
        return ExecutableWar.in(folder.resolve(name))
                .with("--jdbc-url", server.url(), "--jdbc-user", "countersign")
                .with("--jdbc-password-file", password.toString())
                .withEnvironment("COUNTERSIGN_MASTER_KEY", ring.toString());
    }

    private static int verify(ExecutableWar war, String secret) throws Exception {
        HttpResponse<String> answer =
                new Visitor(war.url()).get("/verify", "Authorization", Visitor.basic("billing", secret));
        return answer.statusCode();
    }

    private static int signIn(ExecutableWar war, String assertion) throws Exception {
        return SigningClient.verify(war.url(), assertion).statusCode();
    }

    private static void await(Callable<Boolean> condition) throws Exception {
        long start = System.nanoTime();
        while (!condition.call()) {
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(PATIENCE);
        }
    }
}
