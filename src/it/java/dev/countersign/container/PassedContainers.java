package dev.countersign.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.DynamicTestInvocationContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;

/**
 * Writes down which servers their scenario has passed on, and with which file: a line each in {@code
 * target/containers.txt}, with the SHA-256 of the WAR that the server deployed, which has to be the one that was built.
 * Nothing is written about a server on which anything failed.
 */
public final class PassedContainers implements AfterAllCallback, InvocationInterceptor {

    private static final Path REPORT = Path.of("target/containers.txt");
    private static final Path GUARD = Path.of("target/containers.lock");

    private int passed;
    private int failed;

    @Override
    public void interceptTestMethod(
            Invocation<Void> test, ReflectiveInvocationContext<Method> method, ExtensionContext context)
            throws Throwable {
        count(test);
    }

    @Override
    public void interceptTestTemplateMethod(
            Invocation<Void> test, ReflectiveInvocationContext<Method> method, ExtensionContext context)
            throws Throwable {
        count(test);
    }

    @Override
    public void interceptDynamicTest(
            Invocation<Void> test, DynamicTestInvocationContext dynamic, ExtensionContext context) throws Throwable {
        count(test);
    }

    private void count(Invocation<Void> test) throws Throwable {
        // Whatever is thrown goes on; until it is over, the test has not passed.
        failed++;
        test.proceed();
        failed--;
        passed++;
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        if (failed > 0 || context.getExecutionException().isPresent()) {
            return;
        }
        Server server = ((Scenario) context.getRequiredTestInstance()).running();
        String deployed = sha256(server.deployedWar());
        assertThat(deployed)
                .as("the file that was built is the one that was deployed")
                .isEqualTo(sha256(Container.war()));
        String beginning = deployed + "  " + server.name() + ", "
                + context.getRequiredTestClass().getSimpleName() + ": ";
        String line = beginning + passed + " tests passed";
        context.publishReportEntry("container", line);
        write(line, beginning);
    }

    /** Keeps the lines about the same file, but of this server only the new one. */
    private static synchronized void write(String line, String beginning) throws IOException {
        String hash = line.substring(0, line.indexOf(' '));
        // Another process of tests may have something to write, too.
        try (FileChannel guard = FileChannel.open(GUARD, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            guard.lock();
            TreeSet<String> lines = new TreeSet<>(Files.exists(REPORT) ? Files.readAllLines(REPORT) : List.of());
            lines.removeIf(other -> !other.startsWith(hash) || other.startsWith(beginning));
            lines.add(line);
            Files.write(REPORT, lines);
        }
    }

    private static String sha256(Path file) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
