package dev.countersign.x509;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.it.Program;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A folder in which the tools of others make files: {@code openssl} and {@code keytool}. */
final class Workshop {

    private static final Duration MAX_WAIT = Duration.ofSeconds(60);

    private final Path folder;

    Workshop(Path folder) {
        this.folder = folder;
    }

    /** Runs it there; the words are separated by blanks. */
    Workshop openssl(String words) throws IOException, InterruptedException {
        Program.OPENSSL.require();
        return run("openssl", words);
    }

    /** That of the Java that runs this test. */
    Workshop keytool(String words) throws IOException, InterruptedException {
        return run(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), words);
    }

    private Workshop run(String program, String words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(program));
        command.addAll(List.of(words.split(" ")));
        Path said = Files.createTempFile(folder, "said", ".txt");
        // A program that prompts reads an empty input.
        File nothing = Files.createTempFile(folder, "nothing", ".txt").toFile();
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .redirectInput(nothing)
                .start();
        boolean ended = process.waitFor(MAX_WAIT.toSeconds(), TimeUnit.SECONDS);
        process.destroyForcibly();
        assertThat(ended).as(words).isTrue();
        assertThat(process.exitValue())
                .as(words + '\n' + Files.readString(said))
                .isZero();
        return this;
    }

    byte[] file(String name) {
        try {
            return Files.readAllBytes(folder.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Workshop put(String name, byte[] content) throws IOException {
        Files.write(folder.resolve(name), content);
        return this;
    }
}
