package dev.countersign.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.it.Visitor;
import dev.countersign.store.jdbc.PostgresCluster;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The store's contract over PostgreSQL and the pool of each server, asked from inside of it. */
@Tag("full")
@Tag("long")
class PostgresOnContainersIT {

    private static final Pattern SUMMARY = Pattern.compile("([0-9]+) passed, 0 failed");
    private static final int CONTRACT = 35;

    private static PostgresCluster cluster;

    @TempDir
    Path folder;

    @BeforeAll
    static void start() {
        cluster = new PostgresCluster();
    }

    @AfterAll
    static void stop() {
        if (cluster != null) {
            cluster.close();
        }
    }

    @Test
    void tomcat11() throws Exception {
        assertKeepsTheContract(new Tomcat("11.", folder), "java:comp/env/jdbc/countersign");
    }

    @Tag("twin")
    @Test
    void tomcat10() throws Exception {
        assertKeepsTheContract(new Tomcat("10.1.", folder), "java:comp/env/jdbc/countersign");
    }

    @Test
    void wildFly() throws Exception {
        assertKeepsTheContract(new WildFly(folder), "java:jboss/datasources/countersign");
    }

    @Tag("twin")
    @Test
    void jettyEe10() throws Exception {
        assertKeepsTheContract(new Jetty("ee10", folder), "java:comp/env/jdbc/countersign");
    }

    @Test
    void jettyEe11() throws Exception {
        assertKeepsTheContract(new Jetty("ee11", folder), "java:comp/env/jdbc/countersign");
    }

    private void assertKeepsTheContract(Container server, String store) throws Exception {
        try (server) {
            server.onPostgres(cluster.url()).start();
            server.deploy(StoreContractWar.in(folder), "contract");

            String answer = new Visitor(server.origin() + "/contract")
                    .get("/contract?store=" + store)
                    .body();

            Matcher summary = SUMMARY.matcher(answer);
            assertThat(summary.find()).as(answer + server.log()).isTrue();
            assertThat(Integer.parseInt(summary.group(1))).isGreaterThan(CONTRACT);
        }
    }
}
