package dev.countersign.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The systemd unit of {@code service.md}, as far as it runs without systemd. */
class ServiceIT {

    private static final Pattern UNIT = Pattern.compile("(?s)```ini\n(.*?)```");
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @TempDir
    Path folder;

    @Test
    void systemdTakesTheUnit() throws Exception {
        Program.SYSTEMD_ANALYZE.require();
        Path unit = Files.writeString(folder.resolve("countersign.service"), unit().replace("/usr/bin/java", java()));

        String said = Shell.run(Program.SYSTEMD_ANALYZE.place() + " verify --man=no " + unit + " 2>&1", Map.of());

        assertThat(said).doesNotContain("countersign.service");
    }

    @Test
    void itsLineServesWithItsEnvironmentAndEndsAsItSays() throws Exception {
        String unit = unit();
        Path data = Files.createDirectory(folder.resolve("data"));
        Path password = Files.writeString(folder.resolve("admin-password"), "0123456789abcdef".repeat(4) + "\n");
        String line = only(unit, "ExecStart")
                .replace("/usr/bin/java", java())
                .replace(
                        "/opt/countersign/countersign.war",
                        Path.of(System.getProperty("countersign.war", "target/countersign.war"))
                                .toAbsolutePath()
                                .toString())
                .replace("/var/lib/countersign", data.toString());
        ProcessBuilder service = new ProcessBuilder(Arrays.asList((line + " --port 0").split(" ", -1)));
        service.redirectErrorStream(true);
        for (String variable : all(unit, "Environment")) {
            String[] parts =
                    variable.replace("%d/admin-password", password.toString()).split("=", 2);
            service.environment().put(parts[0], parts[1]);
        }
        Process process = service.start();
        try {
            Output output = Output.of(process.getInputStream());
            assertThat(output.await(said -> said.startsWith("Countersign serves "), PATIENCE))
                    .as(output.text())
                    .isTrue();
            assertThat(output.text())
                    .doesNotContain("password  ", Files.readString(password).strip());

            process.destroy();

            assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(Integer.parseInt(only(unit, "SuccessExitStatus")));
        } finally {
            process.destroyForcibly();
        }
    }

    private static String unit() throws Exception {
        Matcher unit = UNIT.matcher(Files.readString(Path.of("src/doc/service.md")));
        assertThat(unit.find()).isTrue();
        return unit.group(1);
    }

    private static String java() {
        return System.getProperty("java.home") + "/bin/java";
    }

    private static String only(String unit, String name) {
        List<String> values = all(unit, name);
        assertThat(values).hasSize(1);
        return values.get(0);
    }

    private static List<String> all(String unit, String name) {
        return unit.lines()
                .filter(line -> line.startsWith(name + "="))
                .map(line -> line.substring(name.length() + 1))
                .toList();
    }
}
