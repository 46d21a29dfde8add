package dev.countersign.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.countersign.log.HeardLog;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How a deployment starts, or does not, in a real container: each time with one message that says what to do. */
class StartTest {

    private static final String READER =
            "<listener><listener-class>dev.countersign.boot.StartTest$Reader</listener-class></listener>"
                    // Without ours, whose fragment is left out so.
                    + "<absolute-ordering/>";

    @TempDir
    Path directory;

    @Test
    void everyPlaceIsReadAndTheFirstOneCounts() throws Exception {
        Reader.properties = properties("clientCacheTtl", "PT3S", "issuer", "https://third.example");
        Reader.environment = Map.of(
                "COUNTERSIGN_REQUIRE_TLS",
                "false",
                "COUNTERSIGN_ISSUER",
                "https://fourth.example",
                "COUNTERSIGN_X",
                "y");
        try (TestApplication application = new TestApplication(directory, READER)
                .bind("countersign/issuer", "https://first.example")
                .bind("countersign/migrate", false)
                .parameter("issuer", "https://second.example")
                .parameter("masterKey", " /etc/countersign/master.keys ")) {
            application.start();

            Settings settings = Reader.found.orElseThrow();
            assertThat(settings.issuer()).hasToString("https://first.example");
            assertThat(settings.migrate()).isFalse();
            assertThat(settings.masterKey()).isEqualTo(Path.of("/etc/countersign/master.keys"));
            assertThat(settings.clientCacheTtl()).isEqualTo(Duration.ofSeconds(3));
            assertThat(settings.requireTls()).isFalse();
        }
    }

    @Test
    void everyProblemIsToldWithItsPlace() throws Exception {
        Reader.properties = properties("requireTLS", "true");
        Reader.environment = Map.of("COUNTERSIGN_STORE_OUTAGE_GRACE", "P9D");
        try (TestApplication application = new TestApplication(directory, READER)
                .bind("countersign/isuer", "https://first.example")
                .bind("countersign/migrate", "maybe")
                .parameter("masterkey", "/x")) {
            assertThat(refusal(application))
                    .contains(
                            "JNDI name java:comp/env/countersign/isuer is no setting; did you mean java:comp/env/countersign/issuer?")
                    .contains(
                            "migrate is \"maybe\" (JNDI name java:comp/env/countersign/migrate); allowed: true or false")
                    .contains("context-param countersign.masterkey is no setting; did you mean countersign.masterKey?")
                    .contains(
                            "system property countersign.requireTLS is no setting; did you mean countersign.requireTls?")
                    .contains("storeOutageGrace is \"P9D\" (environment variable COUNTERSIGN_STORE_OUTAGE_GRACE)")
                    .contains("issuer is required")
                    .contains("masterKey is required");
        }
    }

    @Test
    void aStoreThatIsNotBoundIsToldWithHowToBindIt() throws Exception {
        try (TestApplication application = new TestApplication(directory, "").complete()) {
            application.parameter("store", "java:comp/env/jdbc/elsewhere");
            assertThat(refusal(application))
                    .contains("store: nothing is bound at java:comp/env/jdbc/elsewhere. Bind a DataSource there");
        }
    }

    @Test
    void aStoreOfAnotherKindIsToldByItsKind() throws Exception {
        try (TestApplication application = new TestApplication(directory, "").complete()) {
            application.bind("jdbc/text", "jdbc:h2:mem:x").parameter("store", "java:comp/env/jdbc/text");
            assertThat(refusal(application))
                    .contains("store: what is bound at java:comp/env/jdbc/text is a java.lang.String.");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "jdbc:h2:mem:accident, H2 database in memory",
        "jdbc:h2:file:/proc/none/clients, the client store is unavailable",
    })
    void aDatabaseThatWillNotDoIsRefused(String url, String message) throws Exception {
        JdbcDataSource dataSource = new JdbcDataSource();
        dataSource.setURL(url);
        try (TestApplication application = new TestApplication(directory, "").complete()) {
            application.bind("jdbc/other", dataSource).parameter("store", "java:comp/env/jdbc/other");
            assertThat(refusal(application)).contains(message);
        }
    }

    @Test
    void withoutMigrationAnEmptyDatabaseIsRefused() throws Exception {
        try (TestApplication application = new TestApplication(directory, "").complete()) {
            assertThat(refusal(application.parameter("migrate", "false"))).contains("'migrate' is false");
        }
    }

    @ParameterizedTest
    @CsvSource({"'', ''", "hello, ''", "k1 c2hvcnQ=, ''", "k1 \u00e9, cannot be read"})
    void sec8_aKeyRingThatIsNoneIsRefusedAndNotShown(String text, String message) throws Exception {
        try (TestApplication application = new TestApplication(directory, "").complete()) {
            Path file = application.keyRing(text);
            assertThat(refusal(application))
                    .contains("masterKey: " + file, message)
                    .doesNotContain("c2hvcnQ");
        }
    }

    @Test
    void whatTheSettingsNameIsToldTogetherWithTheSettings() throws Exception {
        try (TestApplication application = new TestApplication(directory, "").complete()) {
            application
                    .parameter("masterKey", directory.resolve("none").toString())
                    .parameter("store", "java:comp/env/jdbc/elsewhere")
                    .parameter("requireTLS", "true");
            assertThat(refusal(application))
                    .contains(
                            "context-param countersign.requireTLS is no setting",
                            "masterKey: there is no file",
                            "store: nothing is bound at java:comp/env/jdbc/elsewhere");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "war"})
    void sec8_aKeyRingThatIsNotThereIsRefused(String name) throws Exception {
        Path none = directory.resolve(name);
        try (TestApplication application = new TestApplication(directory, "").complete()) {
            assertThat(refusal(application.parameter("masterKey", none.toString())))
                    .endsWith("\n  - masterKey: there is no file " + none);
        }
    }

    @Test
    void sec8_aKeyRingOfSomebodyElseIsRefused() throws Exception {
        try (TestApplication application = new TestApplication(directory, "").complete()) {
            Path file = application.keyRing(TestApplication.KEY);
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
            // The superuser reads everything.
            assumeThat(Files.isReadable(file)).isFalse();
            assertThat(refusal(application)).endsWith("\n  - masterKey: " + file + " cannot be read");
        }
    }

    /** Pools and drivers say it with the exception, and containers print what the listener throws. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Cannot create JDBC driver of class 'x' for connect URL 'jdbc:postgresql://u:hunter2@db/clients'",
                "cannot connect with {user=u, password=hunter2}"
            })
    void ops2_noPasswordOfTheDeployersDataSourceIsTold(String words) throws Exception {
        DataSource failing = (DataSource) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {DataSource.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("getConnection")) {
                        throw new SQLException(words, "08001", new IllegalStateException(words));
                    }
                    return method.getName().equals("toString") ? "a data source" : null;
                });
        try (HeardLog log = HeardLog.ofAll();
                TestApplication application =
                        new TestApplication(directory, "").complete().bind(TestApplication.STORE, failing)) {
            StringWriter thrown = new StringWriter();
            catchThrowable(application::start).printStackTrace(new PrintWriter(thrown, true));

            assertThat(thrown.toString())
                    .contains("the client store is unavailable")
                    .doesNotContain("hunter2");
            assertThat(log.text()).contains("the client store is unavailable").doesNotContain("hunter2");
        }
    }

    /** The message of ours that stopped the start. */
    private static String refusal(TestApplication application) {
        Throwable thrown = catchThrowable(application::start);
        assertThat(thrown).isNotNull();
        return Stream.iterate(thrown, cause -> cause != null, Throwable::getCause)
                .map(cause -> String.valueOf(cause.getMessage()))
                .filter(message -> !message.startsWith("java."))
                .findFirst()
                .orElseThrow();
    }

    private static Properties properties(String... names) {
        Properties properties = new Properties();
        for (int i = 0; i < names.length; i += 2) {
            properties.setProperty("countersign." + names[i], names[i + 1]);
        }
        return properties;
    }

    /** Reads the settings as our listener does, with other properties and another environment than this process has. */
    public static final class Reader implements ServletContextListener {

        static Properties properties = new Properties();
        static Map<String, String> environment = Map.of();
        static Optional<Settings> found = Optional.empty();

        @Override
        public void contextInitialized(ServletContextEvent event) {
            found = Optional.of(Settings.read(Deployment.sources(
                    event.getServletContext(), new Directory(Optional.empty()), properties, environment)));
        }
    }
}
