package dev.countersign.declare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.text.SecretText;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretScanTest {

    private static final String SHORT = secret("a", SecretText.LENGTH);
    private static final String LONG = secret("c", SecretText.KEY_LENGTH);

    @TempDir
    Path directory;

    @Test
    void eachIsFoundOnceWithItsFirstLine() throws Exception {
        SecretScan scan = new SecretScan();
        Path file = file("first\n x=" + SHORT + "&y=1\n\u00e9\n\"" + LONG + "\" " + SHORT);

        scan.read(file);

        assertThat(scan.found())
                .containsExactly(Map.entry(SHORT, file + ", line 2"), Map.entry(LONG, file + ", line 4"));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 34, 68, 69, 70, 111, 112, 113, 1023, 1024, 1025})
    void oneAcrossTheEdgeOfTheWindowIsFound(int before) throws Exception {
        SecretScan scan = new SecretScan();
        Path file = file("\n".repeat(SecretScan.WINDOW_CHARS - before) + LONG + "\n");

        scan.read(file);

        assertThat(scan.found()).containsEntry(LONG, file + ", line " + (SecretScan.WINDOW_CHARS - before + 1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "csk_", "CSK_aaaa"})
    void othersAreNot(String text) throws Exception {
        SecretScan scan = new SecretScan();

        scan.read(file(text + "\n" + SHORT.substring(0, 68)));

        assertThat(scan.found()).isEmpty();
    }

    @Test
    void oneInABasicCredentialIsFound() throws Exception {
        SecretScan scan = new SecretScan();
        String pair = "billing:" + SHORT;
        Path file = file(
                "Authorization: Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.US_ASCII)));

        scan.read(file);

        assertThat(scan.found()).containsExactly(Map.entry(SHORT, file + ", in Base64"));
    }

    static String secret(String digit, int length) {
        byte[] random = new byte[length == SecretText.LENGTH ? 32 : 64];
        return new String(SecretText.compose(digit.repeat(16), random, length), StandardCharsets.US_ASCII);
    }

    private Path file(String text) throws Exception {
        return Files.write(directory.resolve("app.log"), text.getBytes(StandardCharsets.UTF_8));
    }
}
