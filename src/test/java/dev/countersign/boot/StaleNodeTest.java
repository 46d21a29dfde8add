package dev.countersign.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.http.HealthChecks;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node that cannot follow what is changed elsewhere, though it can look clients up. */
class StaleNodeTest {

    private static final String WEB_XML = """
            <filter>
              <filter-name>clients</filter-name>
              <filter-class>dev.countersign.http.ClientAuthenticationFilter</filter-class>
            </filter>
            <filter-mapping>
              <filter-name>clients</filter-name>
              <url-pattern>/api/*</url-pattern>
            </filter-mapping>
            <servlet>
              <servlet-name>report</servlet-name>
              <servlet-class>dev.countersign.boot.WebFragmentTest$Report</servlet-class>
            </servlet>
            <servlet-mapping>
              <servlet-name>report</servlet-name>
              <url-pattern>/api/*</url-pattern>
            </servlet-mapping>
            """;

    /** Well below the time for which a client that was looked up is believed: that is an hour here. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    Path directory;

    @Test
    void gen11_aDeadFollowerLetsNoRevokedSecretPass() throws Exception {
        try (TestApplication application = new TestApplication(directory, WEB_XML)
                        .complete()
                        .parameter("clientCacheTtl", "PT1H")
                        .start();
                Connection store = DriverManager.getConnection("jdbc:h2:file:" + directory.resolve("clients"))) {
            assertThat(application.getAsClient("/api/report").statusCode()).isEqualTo(200);
            HealthChecks health =
                    (HealthChecks) application.context.getServletContext().getAttribute(HealthChecks.class.getName());
            assertThat(health.results()).containsEntry("changes", true);

            // Another node's change, of which this one cannot hear any more.
            execute(store, "alter table countersign_event rename to countersign_lost");
            execute(store, "update countersign_counter set n = n + 1 where id = 1");
            execute(store, "delete from countersign_client_secret");

            long end = System.nanoTime() + PATIENCE.toNanos();
            while (application.getAsClient("/api/report").statusCode() != 401) {
                assertThat(System.nanoTime() - end).isNegative();
            }
            execute(store, "alter table countersign_lost rename to countersign_event");
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
