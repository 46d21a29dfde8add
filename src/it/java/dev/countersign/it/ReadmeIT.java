package dev.countersign.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The README's lines work by copy and paste. */
class ReadmeIT {

    private static final Pattern WALK_THROUGH =
            Pattern.compile("(?s)run by a test as they stand. -->\n```sh\n(.*?)\n```");
    private static final int LONGEST_SECONDS = 90;

    @Test
    void theWalkThroughWorksAsItStands() throws Exception {
        Matcher lines = WALK_THROUGH.matcher(Files.readString(Path.of("README.md")));
        assertThat(lines.find()).isTrue();
        int port = FreePort.next();
        // The port alone is another one: 8080 may be taken.
        String script = lines.group(1)
                .replace("java -jar target/countersign.war", "java -jar target/countersign.war --port " + port)
                .replace(":8080/", ":" + port + "/");

        Program.requireFor(script);
        Process shell = new ProcessBuilder("bash", "-eu", "-c", script)
                .redirectErrorStream(true)
                .start();
        Output output = Output.of(shell.getInputStream());
        boolean ended = shell.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS);
        shell.descendants().forEach(ProcessHandle::destroy);
        shell.destroyForcibly();
        // The server that the last line ends may say its last words after the shell has gone.
        output.awaitEnd();

        assertThat(ended).as(output.text()).isTrue();
        assertThat(shell.exitValue()).as(output.text()).isZero();
        assertThat(output.text().split("HTTP/1.1 204", -1)).as(output.text()).hasSize(3);
        assertThat(output.text())
                .contains("X-Client-Id: billing")
                .contains("X-Client-Auth-Method: client_secret_post")
                .contains("HTTP/1.1 401")
                .contains("\"error\":\"invalid_client\"");
    }
}
