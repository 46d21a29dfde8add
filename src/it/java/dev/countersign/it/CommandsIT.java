package dev.countersign.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands of the executable WAR, but for those of {@link BackupIT}. */
class CommandsIT {

    private static final Duration LONGEST_HELP = Duration.ofSeconds(1);
    private static final String CHOSEN = "chosen-by-a-person-and-long-enough";

    @TempDir
    Path directory;

    /** The best of some: other tests run beside it. */
    @ParameterizedTest
    @ValueSource(strings = {"--help", "--version", "backup --help", "hash-secret -h"})
    void helpAndVersionComeAtOnceAndTouchNothing(String line) throws Exception {
        Duration best = Duration.ofMinutes(1);
        for (int i = 0; i < 5 && best.compareTo(LONGEST_HELP) > 0; i++) {
            long begin = System.nanoTime();
            WarCommand.Result result = command(line.split(" ", -1));
            Duration time = Duration.ofNanos(System.nanoTime() - begin);
            best = time.compareTo(best) < 0 ? time : best;
            assertThat(result.exitCode()).isZero();
            assertThat(result.err()).isEmpty();
            assertThat(result.out()).isNotBlank();
        }
        assertThat(best).isLessThan(LONGEST_HELP);
        assertThat(files()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bakup",
                "backup --data d",
                "backup --data d --to",
                "restore --data d --form f",
                "hash-secret --client x",
                "--port 1 restore --data d --from f"
            })
    void wrongUsageIsOneLineAndTheCode64(String line) throws Exception {
        WarCommand.Result refused = command(line.split(" ", -1));

        assertThat(refused.exitCode()).isEqualTo(64);
        assertThat(refused.out()).isEmpty();
        assertThat(refused.err()).hasLineCount(1).startsWith("countersign: ").contains("(see --help)");
        assertThat(files()).isEmpty();
    }

    @Test
    void aFailureIsOneLineAndTheCode1AndLeavesNothingBehind() throws Exception {
        WarCommand.Result failed = command("restore", "--data", "data", "--from", "none");

        assertThat(failed.exitCode()).isEqualTo(1);
        assertThat(failed.out()).isEmpty();
        assertThat(failed.err()).hasLineCount(1).startsWith("countersign: ").contains("cannot read the backup");
        assertThat(files()).isEmpty();
    }

    @Test
    void aSecretIsMadeAndToldOnStandardErrorOnly() throws Exception {
        WarCommand.Result made = hashSecret("");

        assertThat(made.exitCode()).isZero();
        assertThat(made.out())
                .hasLineCount(1)
                .matches("\\{\"id\": \"[^\"]+\", \"hash\": \"hmac-sha256\\$k1\\$[^\"]+\"}\n");
        assertThat(made.err()).hasLineCount(1).matches("secret: \\S{43,} .*\n");
    }

    @Test
    void aChosenSecretIsNotRepeated() throws Exception {
        WarCommand.Result made = hashSecret(CHOSEN + "\n");

        assertThat(made.exitCode()).isZero();
        assertThat(made.out()).hasLineCount(1).doesNotContain(CHOSEN);
        assertThat(made.err()).isEmpty();
    }

    private WarCommand.Result hashSecret(String input) throws IOException, InterruptedException {
        Path ring = Files.writeString(
                directory.resolve("master.keys"), "k1 AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\n");
        Path in = Files.writeString(directory.resolve("input"), input);
        Files.setPosixFilePermissions(ring, PosixFilePermissions.fromString("rw-------"));
        return WarCommand.run(WarCommand.bare()
                .withJvm("-Djava.io.tmpdir=" + directory)
                .with("hash-secret", "--client", "billing", "--master-key", ring.toString())
                .process()
                .redirectInput(in.toFile()));
    }

    /** In a directory of its own, which is the one for temporary files too. */
    private WarCommand.Result command(String... arguments) throws IOException, InterruptedException {
        return WarCommand.run(WarCommand.bare()
                .withJvm("-Djava.io.tmpdir=" + directory)
                .with(arguments)
                .process()
                .directory(directory.toFile()));
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.startsWith("hsperfdata"))
                    .toList();
        }
    }
}
