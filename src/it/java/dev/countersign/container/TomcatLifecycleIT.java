package dev.countersign.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import javax.management.ObjectName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class TomcatLifecycleIT {

    /** With what Tomcat alone can do. */
    abstract static class OnTomcat extends LifecycleScenario {

        private final String version;

        OnTomcat(String version) {
            this.version = version;
        }

        @Override
        Container server(Path empty) {
            return new Tomcat(version, empty).hangingUpSoon();
        }

        /**
         * Tomcat's background thread visits every application in turn, and has its class loader meanwhile: an
         * application that stops in this moment is said to have started that thread.
         */
        @Override
        String withoutWordsOfTheServer(String log) {
            return log.replaceAll(
                    "(?m)^.*clearReferencesThreads .* started a thread named \\[Catalina-utility-\\d+\\] but has failed"
                            + " to stop it\\..*$",
                    "");
        }

        @Test
        void parallelVersionsShareAPathAndEachTakesItsOwnMBeanAway() throws Exception {
            String secret = script().register("\"client_id\":\"parallel\"");
            running().deploy(Container.war(), "parallel##1");
            use("/parallel", "parallel", secret);
            ObjectName first = jvm().countersOfOurs("/parallel").iterator().next();
            running().deploy(Container.war(), "parallel##2");
            assertThat(jvm().countersOfOurs("/parallel")).hasSize(2).contains(first);
            // New requests go to the newer version.
            use("/parallel", "parallel", secret);
            assertThat(jvm().beans().getAttribute(first, "Granted")).isEqualTo(1L);

            running().undeploy("parallel##1");
            assertThat(jvm().countersOfOurs("/parallel"))
                    .hasSize(1)
                    .allSatisfy(
                            name -> assertThat(name.getKeyProperty("instance")).isEqualTo("2"));
            use("/parallel", "parallel", secret);
            running().undeploy("parallel##2");
            assertThat(jvm().beansOfOurs("/parallel")).isEmpty();
        }

        /** Tomcat's own search for applications that were stopped and are still there. */
        @Test
        void tomcatFindsNoLeak() throws Exception {
            String secret = script().register("\"client_id\":\"found\"");
            running().deploy(Container.war(), "found");
            use("/found", "found", secret);
            running().undeploy("found");
            await(
                    () -> ((Tomcat) running())
                            .manager("findleaks?statusLine=true")
                            .startsWith("OK - No memory leaks found"),
                    Duration.ofSeconds(30),
                    "no leak is found");
        }
    }

    @Nested
    class On11 extends OnTomcat {
        On11() {
            super("11.");
        }
    }

    @Nested
    @Tag("full")
    @Tag("twin")
    class On10 extends OnTomcat {
        On10() {
            super("10.");
        }
    }
}
