package dev.countersign.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.countersign.container.Page;
import java.io.File;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/**
 * The jar of the classifier {@code store-tests}, as the author of a store uses it: beside the classes, with JUnit and
 * AssertJ and nothing else of ours.
 */
class StoreTestsIT {

    private static final Page PAGE = Page.at("src/doc/own-store.md");
    private static final List<Path> JARS =
            List.of(Path.of("target/countersign-classes.jar"), Path.of("target/countersign-store-tests.jar"));

    @TempDir
    Path folder;

    private String source;

    @BeforeEach
    void read() {
        source = PAGE.block("Test it", "java");
    }

    @Test
    void theStoreOfThePageKeepsToTheContract() throws Exception {
        TestExecutionSummary summary = run(source);

        assertThat(failures(summary)).isEmpty();
        assertThat(summary.getTestsSucceededCount()).isGreaterThan(10);
    }

    @Test
    void aStoreThatDoesNotIsFoundOut() throws Exception {
        for (String fault : List.of(
                "client.id().value().equalsIgnoreCase(id.value())",
                "client.id().value().startsWith(id.value())",
                "client.profile().enabled() && client.id().equals(id)")) {
            String faulty = source.replace("client.id().equals(id)", fault);
            assertThat(faulty).isNotEqualTo(source);

            assertThat(run(faulty).getTestsFailedCount()).as(fault).isPositive();
        }
    }

    @Test
    void gen11_aStoreThatRefusesWhatItCannotTellIsFoundOut() throws Exception {
        String faulty =
                source.replaceAll("(?s)List\\.of\\(id -> \\{.*?\\}\\)", "List.of(id -> java.util.Optional.empty())");
        assertThat(faulty).isNotEqualTo(source);

        assertThat(failures(run(faulty))).contains("gen11_aStoreThatCannotBeAskedIsNeitherYesNorNo");
    }

    private TestExecutionSummary run(String test) throws Exception {
        Path sources = Files.createTempDirectory(folder, "author");
        Path file = Files.writeString(sources.resolve("MemoryStoreTest.java"), test);
        String classPath = Stream.concat(JARS.stream(), Stream.of(jarOf(Test.class), jarOf(Assertions.class)))
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator));
        int compiled = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        null,
                        "--release",
                        "17",
                        "-proc:none",
                        "-d",
                        sources.toString(),
                        "-cp",
                        classPath,
                        file.toString());
        assertThat(compiled).isZero();
        URL[] urls = {
            sources.toUri().toURL(),
            JARS.get(0).toUri().toURL(),
            JARS.get(1).toUri().toURL()
        };
        try (URLClassLoader author = new URLClassLoader(urls, new TestLibraries())) {
            SummaryGeneratingListener listener = new SummaryGeneratingListener();
            LauncherFactory.create()
                    .execute(
                            LauncherDiscoveryRequestBuilder.request()
                                    .selectors(selectClass(author.loadClass("com.example.memory.MemoryStoreTest")))
                                    .build(),
                            listener);
            return listener.getSummary();
        }
    }

    private static Path jarOf(Class<?> type) {
        return Path.of(URI.create(
                type.getProtectionDomain().getCodeSource().getLocation().toString()));
    }

    private static String failures(TestExecutionSummary summary) {
        if (summary.getTotalFailureCount() == 0) {
            return "";
        }
        StringWriter text = new StringWriter();
        try (PrintWriter out = new PrintWriter(text)) {
            summary.printFailuresTo(out, 5);
        }
        return text.toString();
    }

    /** Those of the tests that run now, and of these nothing of Countersign's. */
    private static final class TestLibraries extends ClassLoader {

        TestLibraries() {
            super(ClassLoader.getPlatformClassLoader());
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            if (name.startsWith("org.junit.")
                    || name.startsWith("org.assertj.")
                    || name.startsWith("org.opentest4j.")) {
                return StoreTestsIT.class.getClassLoader().loadClass(name);
            }
            throw new ClassNotFoundException(name);
        }
    }
}
