package dev.countersign.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.container.Page;
import dev.countersign.container.Scenario;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The lines of {@code src/doc/rest.md}, on a server with the master key that {@code src/doc/operating.md} makes. */
class RestPageIT {

    private static final Pattern SECRET = Pattern.compile("\"client_secret\":\"([^\"]+)\"");

    @TempDir
    static Path folder;

    private static ExecutableWar war;
    private static Administrator administrator;

    @BeforeAll
    static void start() throws Exception {
        String masterKey = Page.at("src/doc/operating.md").script("The master key");
        Shell.run("cd \"$FOLDER\"\n" + masterKey, Map.of("FOLDER", folder.toString()));
        war = ExecutableWar.in(folder.resolve("data"))
                .withEnvironment(
                        "COUNTERSIGN_MASTER_KEY", folder.resolve("master.keys").toString())
                .start();
        administrator = new Administrator(war.url(), war.password());
    }

    @AfterAll
    static void stop() {
        war.close();
    }

    @Test
    void aSecretIsReplacedWithoutAnOutage() throws Exception {
        String old = secretIn(
                administrator.post("/clients", "{\"client_id\":\"billing\"}").body());
        assertThat(verify(old)).isEqualTo(204);

        String fresh = secretIn(Shell.run(
                Page.at("src/doc/rest.md").script("Replace a secret without an outage"),
                Map.of("URL", war.url(), "ADMIN", "admin:" + war.password())));

        assertThat(fresh).isNotEqualTo(old);
        assertThat(verify(fresh)).isEqualTo(204);
        assertThat(verify(old)).isEqualTo(204);
        assertThat(administrator.get("/clients/billing").body()).contains("\"autumn\"", "\"expires_at\"");
    }

    @Test
    void aSecretIsReplacedUntilItIsNoLongerUsed() throws Exception {
        String old = administrator.register("\"client_id\":\"unhurried\"");
        String id = administrator.secretId("unhurried");

        String fresh = secretIn(Shell.run(
                Page.at("src/doc/rest.md")
                        .script("End a secret when it is no longer used")
                        .replace("/billing", "/unhurried"),
                Map.of("URL", war.url(), "ADMIN", "admin:" + war.password())));

        for (String secret : new String[] {old, fresh}) {
            assertThat(new Visitor(war.url())
                            .get("/verify", "Authorization", Visitor.basic("unhurried", secret))
                            .statusCode())
                    .isEqualTo(204);
        }
        assertThat(administrator.get("/clients/unhurried").body())
                .containsPattern("\"id\":\"" + id + "\"[^}]*\"replaced_by\":\"[^\"]+\",\"unused_for\":\"P7D\"");
    }

    @Test
    void tok5_allTokensOfAClientAreEnded() throws Exception {
        String secret = secretIn(
                administrator.post("/clients", "{\"client_id\":\"robbed\"}").body());
        Visitor visitor = new Visitor(war.url());
        HttpResponse<String> bought = visitor.post(
                "/token",
                "application/x-www-form-urlencoded",
                "grant_type=client_credentials",
                "Authorization",
                Visitor.basic("robbed", secret));
        assertThat(bought.statusCode()).as(bought.body()).isEqualTo(200);
        String bearer = "Bearer " + Scenario.json(bought).getString("access_token");
        assertThat(visitor.get("/verify", "Authorization", bearer).statusCode()).isEqualTo(204);

        String lines = Page.at("src/doc/rest.md").script("End all tokens of a client");
        String said = Shell.run(
                lines.replace("/billing", "/robbed"), Map.of("URL", war.url(), "ADMIN", "admin:" + war.password()));

        assertThat(said).contains("\"tokens_not_before\":\"").doesNotContain("problem:");
        assertThat(visitor.get("/verify", "Authorization", bearer).statusCode()).isEqualTo(401);
    }

    @Test
    void sec3_aLeakedSecretIsFoundInAFileAndRevoked() throws Exception {
        String secret = administrator.register("\"client_id\":\"leaking\",\"client_name\":\"x\"");
        Files.writeString(
                folder.resolve("build.log"), "GET /\r\nAuthorization: " + Visitor.basic("leaking", secret) + "\n");
        String lines =
                "cd \"$FOLDER\"\n" + Page.at("src/doc/secret-scanning.md").script("When one was found");
        Map<String, String> environment =
                Map.of("URL", war.url(), "ADMIN", "admin:" + war.password(), "FOLDER", folder.toString());

        String seen = Shell.run(lines, environment);

        assertThat(seen)
                .contains("{\"items\":[{\"client_id\":\"leaking\",\"secret_id\":\"" + secret.substring(4, 20))
                .contains("\"live\":true,\"revoked\":false");
        assertThat(Shell.run(lines.replace("revoke: false", "revoke: true"), environment))
                .contains("\"live\":false,\"revoked\":true");
        assertThat(new Visitor(war.url())
                        .get("/verify", "Authorization", Visitor.basic("leaking", secret))
                        .statusCode())
                .isEqualTo(401);
        assertThat(Shell.run(lines, environment)).contains("{\"items\":[]}");
    }

    private static int verify(String secret) throws Exception {
        return new Visitor(war.url())
                .get("/verify", "Authorization", Visitor.basic("billing", secret))
                .statusCode();
    }

    private static String secretIn(String answer) {
        Matcher secret = SECRET.matcher(answer);
        assertThat(secret.find()).as(answer).isTrue();
        return secret.group(1);
    }
}
