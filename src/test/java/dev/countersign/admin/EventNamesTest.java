package dev.countersign.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.PageTable;
import dev.countersign.text.StrictJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is written into the audit trail is on the page, in the description of the interface, and in the console. */
class EventNamesTest {

    private static final Path SOURCES = Path.of("src/main/java");

    /** Whatever makes an entry names what was done by a constant, except {@code ExpiryText}. */
    private static final Pattern NAME =
            Pattern.compile("\"((?:client|secret|certificate|key-pair|key-cache|signing_key|store)\\.[a-z]+)\"");

    private static final Pattern ENTRY =
            Pattern.compile("(?:\\.change\\(\\s*|new Change\\(\\s*[^,()]+(?:\\(\\))?,\\s*)\"([^\"]+)\"");

    /** Of secrets and certificates. */
    private static final Pattern ENDING = Pattern.compile("kind(?:\\(\\w+\\))? \\+ \"(\\.[a-z]+)\"");

    private static final Set<String> WRITTEN = new TreeSet<>();

    @BeforeAll
    static void read() throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(SOURCES)) {
            files = all.filter(file -> file.toString().endsWith(".java")).toList();
        }
        for (Path file : files) {
            String text = Files.readString(file);
            NAME.matcher(text).results().forEach(name -> WRITTEN.add(name.group(1)));
            ENDING.matcher(text).results().forEach(ending -> {
                WRITTEN.add("secret" + ending.group(1));
                WRITTEN.add("certificate" + ending.group(1));
            });
            // One of another family would have been overlooked.
            assertThat(ENTRY.matcher(text).results().map(entry -> entry.group(1)))
                    .as(file.toString())
                    .allSatisfy(name -> assertThat(WRITTEN).contains(name));
        }
        assertThat(WRITTEN)
                .hasSizeGreaterThan(20)
                .contains("client.create", "secret.expiring", "certificate.unused", "signing_key.rotate");
    }

    @Test
    void thePageHasThem() throws IOException {
        assertThat(PageTable.names("src/doc/rest.md", "| event | what was done |"))
                .isEqualTo(WRITTEN);
    }

    @Test
    void theDescriptionOfTheInterfaceHasThem() throws Exception {
        Path description = Path.of("src/main/resources/dev/countersign/admin/openapi.json");
        OpenApi api = new OpenApi(StrictJson.object(Files.readString(description)));
        List<Object> described =
                OpenApi.list(OpenApi.object(OpenApi.object(api.schema("Event"), "properties"), "action"), "examples");

        assertThat(described).doesNotHaveDuplicates().hasSameElementsAs(WRITTEN);
    }

    @Test
    void theConsoleHasWordsForThem() throws IOException {
        Set<String> worded = new TreeSet<>();
        Pattern.compile("(?m)^  \"([a-z_.-]+)\": \"")
                .matcher(Files.readString(Path.of("webapp/console/assets/actions.js"), StandardCharsets.UTF_8))
                .results()
                .forEach(name -> worded.add(name.group(1)));

        assertThat(worded).isEqualTo(WRITTEN);
    }
}
