package dev.countersign.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nothing ships with a default password: where the first one comes from, and where it is not. */
@Tag("full")
class FirstStartIT {
    private static final String CHOSEN = "correct horse battery staple, twice over";
    private static final String CHANGED = "another horse, another battery, no staple";

    @TempDir
    Path data;

    @Test
    void thePasswordIsPrintedOnceAndGoodForPersonAndClientEverAfter() throws Exception {
        try (ExecutableWar first = ExecutableWar.in(data).start()) {
            String password = first.password();

            assertThat(password).matches("[A-Za-z0-9_-]{43}");
            assertGoodForBoth(first, password);
            try (ExecutableWar second = first.restart()) {
                assertThat(second.out()).doesNotContain("password", password);
                assertGoodForBoth(second, password);
            }
        }
    }

    @Test
    void sec6_thePasswordIsNowhereInClearAndTheFilesAreTheOwnersAlone() throws Exception {
        try (ExecutableWar war = ExecutableWar.in(data).start()) {
            String password = war.password();
            new Visitor(war.url()).login("admin", "wrong " + password);
            new Visitor(war.url()).login("admin", password);

            assertThat(war.err()).doesNotContain(password);
            assertThat(filesWith(password)).isEmpty();
            war.kill();
            assertThat(filesWith(password)).isEmpty();
            assertThat(data.resolve("master.keys")).content().matches("k1 [A-Za-z0-9+/]{43}=\n");
            for (Path file : files(data)) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                        .as(file.toString())
                        .isIn("rw-------", "rwx------");
            }
        }
    }

    @Test
    void aFirstStartThatFailedLeavesTheNextOneAPassword() throws Exception {
        WarCommand command = ExecutableWar.in(data);
        assertThat(command.withEnvironment("COUNTERSIGN_ISSUER", "not a URL")
                        .run()
                        .exitCode())
                .isEqualTo(1);

        try (ExecutableWar war = command.start()) {
            assertGoodForBoth(war, war.password());
            assertThat(filesWith(war.password())).isEmpty();
        }
    }

    @Test
    void aStartThatWasCutOffBeforeItSaidThePasswordIsTakenUpAgain() throws Exception {
        String password;
        try (ExecutableWar war = ExecutableWar.in(data).start()) {
            password = war.password();
            war.kill();
        }
        // As it was a moment before the line was printed: the store has its client already.
        Files.writeString(data.resolve("first-password"), password + "\n");
        Files.delete(data.resolve("administrator.hash"));

        try (ExecutableWar war = ExecutableWar.in(data).start()) {
            assertThat(war.password()).isEqualTo(password);
            assertGoodForBoth(war, password);
            assertThat(filesWith(password)).isEmpty();
        }
    }

    @Test
    void whoTakesTheHashAwayGetsANewPasswordForTheConsole() throws Exception {
        try (ExecutableWar war = ExecutableWar.in(data).start()) {
            war.terminate();
        }
        Files.delete(data.resolve("administrator.hash"));

        try (ExecutableWar war = ExecutableWar.in(data).start()) {
            assertThat(letsIn(war, war.password())).isTrue();
            assertThat(war.out()).contains("keeps its secret").doesNotContain("curl");
        }
    }

    @Test
    void theEnvironmentSetsThePassword() throws Exception {
        try (ExecutableWar war = ExecutableWar.in(data)
                .withEnvironment("COUNTERSIGN_ADMIN_PASSWORD", CHOSEN)
                .start()) {
            assertThat(war.out() + war.err()).doesNotContain(CHOSEN);
            assertGoodForBoth(war, CHOSEN);
            assertThat(filesWith(CHOSEN)).isEmpty();
        }
        Path file = Files.writeString(data.resolve("chosen.txt"), CHANGED + "\n");
        try (ExecutableWar war = ExecutableWar.in(data)
                .withEnvironment("COUNTERSIGN_ADMIN_PASSWORD_FILE", file.toString())
                .start()) {
            // The person's follows; the client's is changed in the console.
            assertThat(letsIn(war, CHANGED)).isTrue();
            assertThat(letsIn(war, CHOSEN)).isFalse();
        }
    }

    @Test
    void aPasswordThatIsTooShortIsRefused() throws Exception {
        WarCommand.Result refused = ExecutableWar.in(data)
                .withEnvironment("COUNTERSIGN_ADMIN_PASSWORD", CHOSEN.substring(0, 31))
                .run();

        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.err())
                .hasLineCount(1)
                .contains("COUNTERSIGN_ADMIN_PASSWORD", "32")
                .doesNotContain(CHOSEN.substring(0, 31));
    }

    @Test
    void aDatabaseWithoutItsKeyRingIsNotGivenANewOne() throws Exception {
        try (ExecutableWar war = ExecutableWar.in(data).start()) {
            war.terminate();
        }
        Files.delete(data.resolve("master.keys"));

        WarCommand.Result refused = ExecutableWar.in(data).run();

        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.err()).hasLineCount(1).contains("master.keys", "restore");
        assertThat(data.resolve("master.keys")).doesNotExist();
    }

    @Test
    void adm6_theBootstrapSecretTakesNoClientOver() throws Exception {
        String chosen = "bootstrap-" + "s".repeat(32);
        String body = "{\"client_id\":\"boss\",\"administrator\":true}";
        WarCommand command = ExecutableWar.in(data);
        String secret;
        try (ExecutableWar first = command.start()) {
            Visitor visitor = new Visitor(first.url());
            visitor.login("admin", first.password());
            String[] ours = {"Content-Type", "application/json", "Sec-Fetch-Site", "same-origin"};
            String boss = Administrator.secretIn(visitor.send("POST", "/admin/clients", body, ours));
            Administrator administrator = new Administrator(first.url(), "boss", boss);
            assertThat(administrator.delete("/clients/admin", "*").statusCode()).isEqualTo(204);
            secret = administrator.register("\"client_id\":\"admin\"");
        }
        try (ExecutableWar second = command.withEnvironment("COUNTERSIGN_ADMIN_PASSWORD", chosen)
                .withEnvironment("COUNTERSIGN_BOOTSTRAP_ADMIN_SECRET", chosen)
                .start()) {
            assertThat(new Administrator(second.url(), chosen).get("/whoami").statusCode())
                    .isEqualTo(401);
            assertThat(new Administrator(second.url(), secret).get("/whoami").statusCode())
                    .isEqualTo(403);
        }
    }

    private static void assertGoodForBoth(ExecutableWar war, String password) throws Exception {
        assertThat(letsIn(war, password)).as("the person").isTrue();
        assertThat(new Visitor(war.url())
                        .get("/verify", "Authorization", Visitor.basic("admin", password))
                        .statusCode())
                .as("the client")
                .isEqualTo(204);
    }

    private static boolean letsIn(ExecutableWar war, String password) throws Exception {
        Visitor visitor = new Visitor(war.url());
        visitor.login("admin", password);
        return visitor.get("/console/").statusCode() == 200;
    }

    private List<Path> filesWith(String text) throws IOException {
        return files(data).stream()
                .filter(Files::isRegularFile)
                .filter(file -> content(file).contains(text))
                .toList();
    }

    private static List<Path> files(Path directory) throws IOException {
        try (Stream<Path> tree = Files.walk(directory)) {
            // What is unpacked from the WAR is no secret, and lies in a directory of the owner's.
            return tree.filter(file -> !file.toString().contains("/run/"))
                    .filter(file -> !file.equals(directory))
                    .toList();
        }
    }

    private static String content(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
