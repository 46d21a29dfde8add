package dev.countersign.x509;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.it.Program;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** A program that a client's developer has. Its messages are in English. Immutable. */
record Tool(String program) {

    private static final Path INSTALLED = Path.of("/usr/lib/jvm");

    static final Tool OPENSSL = new Tool("openssl");

    /** What it said, on either stream. */
    record Answer(int exitValue, String text) {

        /** @return what it said */
        String good() {
            assertThat(exitValue).as(text).isZero();
            return text;
        }

        String bad() {
            assertThat(exitValue).as(text).isNotZero();
            return text;
        }
    }

    /** That of the Java that runs this. */
    static Tool keytool() throws IOException {
        return new Tool(Path.of(System.getProperty("java.home"), "bin", "keytool")
                .toRealPath()
                .toString());
    }

    /** Those of the other ones on this machine. */
    static Set<Tool> otherKeytools() throws IOException {
        Set<Tool> others = new LinkedHashSet<>();
        if (Files.isDirectory(INSTALLED)) {
            try (Stream<Path> homes = Files.list(INSTALLED)) {
                for (Path home : homes.toList()) {
                    Path program = home.resolve("bin/keytool");
                    if (Files.isExecutable(program)) {
                        others.add(new Tool(program.toRealPath().toString()));
                    }
                }
            }
        }
        others.remove(keytool());
        return others;
    }

    /** Within the test's own time limit; none of them waits for input. */
    Answer run(Object... arguments) throws IOException, InterruptedException {
        if (equals(OPENSSL)) {
            Program.OPENSSL.require();
        }
        List<String> command = new ArrayList<>(List.of(program));
        for (Object argument : arguments) {
            command.add(argument.toString());
        }
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("LC_ALL", "C");
        Process process = builder.start();
        process.getOutputStream().close();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Answer(process.waitFor(), text);
    }
}
