package dev.countersign.http;

import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.function.ThrowingConsumer;

/**
 * Attacks, and what must be possible, as files under {@code src/test/resources/vectors}: a new one is a new file, not
 * new code.
 */
public final class Vectors {

    private static final Jsonb JSON = JsonbBuilder.create();

    private Vectors() {}

    /** One file. Every field is text, or a list of texts; a field that no test reads fails the test. */
    public static final class Vector {

        private final Map<String, Object> fields;
        private final Set<String> unread;

        private Vector(Map<String, Object> fields) {
            this.fields = fields;
            this.unread = new TreeSet<>(fields.keySet());
        }

        public String text(String name) {
            return optional(name).orElseThrow(() -> new AssertionError("the field " + name + " is missing"));
        }

        public boolean has(String name) {
            return fields.containsKey(name);
        }

        public Optional<String> optional(String name) {
            unread.remove(name);
            return Optional.ofNullable((String) fields.get(name));
        }

        public List<String> lines(String name) {
            unread.remove(name);
            return fields.get(name) instanceof List<?> list
                    ? list.stream().map(String.class::cast).toList()
                    : List.of(text(name));
        }
    }

    /** A test for each file in {@code folder}, named by its checklist id and its comment. */
    public static Stream<DynamicTest> in(String folder, ThrowingConsumer<Vector> test) throws IOException {
        return in(folder, vector -> true, test);
    }

    /** The same of those files only which can be used in another place than the one that they were written for. */
    public static Stream<DynamicTest> in(String folder, Predicate<Vector> usable, ThrowingConsumer<Vector> test)
            throws IOException {
        try (Stream<Path> files = Files.list(directory().resolve(folder))) {
            List<Path> sorted = files.sorted(Comparator.naturalOrder()).toList();
            return sorted.stream()
                    .filter(file -> usable.test(new Vector(read(file))))
                    .map(file -> test(file, test));
        }
    }

    private static DynamicTest test(Path file, ThrowingConsumer<Vector> test) {
        Vector vector = new Vector(read(file));
        String name = vector.text("checklist") + " " + vector.text("comment");
        return DynamicTest.dynamicTest(name, file.toUri(), () -> {
            test.accept(vector);
            if (!vector.unread.isEmpty()) {
                throw new AssertionError("unknown fields: " + vector.unread);
            }
        });
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> read(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return JSON.fromJson(in, Map.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path directory() {
        try {
            return Path.of(Vectors.class.getResource("/vectors").toURI());
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }
}
