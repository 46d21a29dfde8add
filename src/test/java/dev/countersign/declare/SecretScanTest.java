package dev.countersign.declare;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretScanTest {

    private static final String SHORT = "csk_" + "a".repeat(16) + "b".repeat(49);
    private static final String LONG = "csk_" + "c".repeat(16) + "d".repeat(92);

    @TempDir
    Path directory;

    @Test
    void eachIsFoundOnceWithItsFirstLine() throws Exception {
        SecretScan scan = new SecretScan();
        Path file = file("first\n x=" + SHORT + "&y=1\n\u00e9\n\"" + LONG + "\" " + SHORT);

        scan.read(file);

        assertThat(scan.found())
                .containsExactly(
                        Map.entry(SHORT, file + ", line 2"), Map.entry(LONG, file + ", line 4"));
        assertThat(SecretScan.id(LONG)).isEqualTo("c".repeat(16));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 34, 68, 69, 70, 111, 112, 113})
    void oneAcrossTheEdgeOfTheWindowIsFound(int before) throws Exception {
        SecretScan scan = new SecretScan();
        Path file = file("\n".repeat((1 << 20) - before) + LONG + "\n");

        scan.read(file);

        assertThat(scan.found()).containsEntry(LONG, file + ", line " + ((1 << 20) - before + 1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "csk_", "CSK_aaaa"})
    void othersAreNot(String text) throws Exception {
        SecretScan scan = new SecretScan();

        scan.read(file(text + "\n" + SHORT.substring(0, 68)));

        assertThat(scan.found()).isEmpty();
    }

    private Path file(String text) throws Exception {
        return Files.write(directory.resolve("app.log"), text.getBytes(StandardCharsets.UTF_8));
    }
}
