package dev.countersign.it;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Collects what a process says, line by line. Thread-safe. */
public final class Output {
    private final List<String> lines = new ArrayList<>();
    private boolean ended;

    private Output() {}

    public static Output of(InputStream stream) {
        Output output = new Output();
        Thread reader = new Thread(() -> output.read(stream), "output");
        reader.setDaemon(true);
        reader.start();
        return output;
    }

    public synchronized String text() {
        return lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
    }

    /** Whether such a line came, before the stream ended or the time was up. */
    public synchronized boolean await(Predicate<String> wanted, Duration patience) throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        while (lines.stream().noneMatch(wanted)) {
            long left = Duration.ofNanos(end - System.nanoTime()).toMillis();
            if (ended || left <= 0) {
                return false;
            }
            wait(left);
        }
        return true;
    }

    public synchronized void awaitEnd() throws InterruptedException {
        while (!ended) {
            wait();
        }
    }

    private void read(InputStream stream) {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                add(line);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            end();
        }
    }

    private synchronized void add(String line) {
        lines.add(line);
        notifyAll();
    }

    private synchronized void end() {
        ended = true;
        notifyAll();
    }
}
