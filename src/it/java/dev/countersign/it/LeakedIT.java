package dev.countersign.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command {@code leaked} against the executable WAR. */
class LeakedIT {

    @TempDir
    Path directory;

    @Test
    void aSecretInAFileIsFoundAndRevoked() throws Exception {
        try (ExecutableWar war = WarCommand.in(directory.resolve("data")).start()) {
            String secret = new Administrator(war.url(), war.password()).register("\"client_id\":\"billing\"");
            Path log = Files.writeString(
                    directory.resolve("build.log"),
                    "begin\nAuthorization: " + Visitor.basic("billing", secret) + "\nexport SECRET=" + secret + "\n");
            Path password = Files.writeString(directory.resolve("password"), war.password());
            WarCommand leaked = WarCommand.bare()
                    .with("leaked", log.toString(), "--url", war.url(), "--user", "admin")
                    .with("--password-file", password.toString());

            WarCommand.Result found = leaked.run();
            int before = verify(war, secret);
            WarCommand.Result revoked = leaked.with("--revoke").run();

            assertThat(found.exitCode()).as(found.err()).isEqualTo(2);
            assertThat(found.out())
                    .contains("\"billing\": secret ", ", live, in " + log + ", line 3", "1 of them live")
                    .doesNotContain(secret);
            assertThat(before).isEqualTo(204);
            assertThat(revoked.exitCode()).as(revoked.err()).isZero();
            assertThat(verify(war, secret)).isEqualTo(401);
        }
    }

    private static int verify(ExecutableWar war, String secret) throws Exception {
        return new Visitor(war.url())
                .get("/verify", "Authorization", Visitor.basic("billing", secret))
                .statusCode();
    }
}
