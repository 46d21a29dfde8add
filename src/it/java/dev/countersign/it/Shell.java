package dev.countersign.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs a page's lines as if they were pasted into a shell. */
public final class Shell {

    private static final Duration LONGEST = Duration.ofMinutes(2);

    private Shell() {}

    /** What the lines said; fails when one of them fails. */
    public static String run(String script, Map<String, String> environment) throws IOException, InterruptedException {
        Program.requireFor(script);
        ProcessBuilder builder = new ProcessBuilder("bash", "-eu", "-c", script).redirectErrorStream(true);
        builder.environment().putAll(environment);
        Process shell = builder.start();
        Output output = Output.of(shell.getInputStream());
        boolean ended = shell.waitFor(LONGEST.toSeconds(), TimeUnit.SECONDS);
        if (!ended) {
            shell.descendants().forEach(ProcessHandle::destroy);
            shell.destroyForcibly();
        }
        output.awaitEnd();
        assertThat(ended).as(output.text()).isTrue();
        assertThat(shell.exitValue()).as(script + '\n' + output.text()).isZero();
        return output.text();
    }
}
