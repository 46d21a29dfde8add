package dev.countersign.fault;

import dev.countersign.fault.Node.Answer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** What was answered, how often, how late, and what of it was wrong. Thread-safe. */
final class Answers {

    /** One line for each fault that was made, for the page on faults. */
    private static final Path FIGURES = Path.of("target/faults.txt");

    private final Map<String, AtomicInteger> counts = new ConcurrentSkipListMap<>();
    private final List<String> wrong = new CopyOnWriteArrayList<>();
    private volatile Duration longest = Duration.ZERO;

    /**
     * Counts it, and notes it as wrong where it is none of these. 503, and no answer at all, are never wrong: they say
     * that it is not known.
     */
    void note(String question, Answer answer, Integer... right) {
        counts.computeIfAbsent(question + "=" + answer.status(), key -> new AtomicInteger())
                .incrementAndGet();
        if (answer.took().compareTo(longest) > 0) {
            longest = answer.took();
        }
        boolean unknown = answer.status() == 503 || answer.status() == Answer.NONE;
        if (!unknown && !Arrays.asList(right).contains(answer.status())) {
            wrong(question + " was answered with " + answer.status() + " " + answer.body());
        }
    }

    void wrong(String finding) {
        wrong.add(finding);
    }

    List<String> wrong() {
        return wrong;
    }

    int count(String question, int status) {
        AtomicInteger count = counts.get(question + "=" + status);
        return count == null ? 0 : count.get();
    }

    Duration longest() {
        return longest;
    }

    /** Writes a line of figures. */
    static void figure(String line) {
        try {
            Files.createDirectories(FIGURES.getParent());
            Files.writeString(FIGURES, line + '\n', StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return "wrong=" + wrong.size() + " " + counts + " longest=" + longest.toMillis() + " ms";
    }
}
