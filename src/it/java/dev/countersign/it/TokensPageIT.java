package dev.countersign.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.container.Page;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The lines of {@code src/doc/tokens.md}. */
class TokensPageIT {

    private static final String SECRET = "a-secret-that-was-chosen-for-this-page-0123456789";

    @TempDir
    static Path folder;

    private static ExecutableWar war;
    private static Administrator administrator;

    @BeforeAll
    static void start() throws Exception {
        war = ExecutableWar.in(folder.resolve("data")).start();
        administrator = new Administrator(war.url(), war.password());
        administrator.register("\"client_id\":\"billing\"");
        assertThat(administrator
                        .post("/clients/billing/secrets", "{\"secret\":\"" + SECRET + "\"}")
                        .statusCode())
                .isEqualTo(201);
    }

    @AfterAll
    static void stop() {
        war.close();
    }

    @Test
    void rev1_aTokenIsFetchedUsedAndRevoked() throws Exception {
        String said = Shell.run(
                Page.at("src/doc/tokens.md").script("Get one, use it"), Map.of("URL", war.url(), "SECRET", SECRET));

        assertThat(said)
                .containsSubsequence(
                        "HTTP/1.1 204",
                        "X-Client-Auth-Method: bearer",
                        "{\"active\":true,",
                        "HTTP/1.1 200",
                        "HTTP/1.1 401",
                        "invalid_token");
    }
}
