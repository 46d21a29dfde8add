package dev.countersign.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.it.Visitor;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the page tells administrators of a running WildFly to do. Each test leaves the server as it found it. */
@Tag("full")
class WildFlyAdministrationIT {

    private static final String COUNTERS = "dev.countersign:type=Authentication,context=%s,host=default-host";
    private static final String OPERATOR = "operator";
    private static final String OPERATOR_PASSWORD = "operator-password-1";

    @TempDir
    static Path folder;

    private static WildFly server;

    @BeforeAll
    static void start() throws Exception {
        server = new WildFly(folder);
        server.filledIn("OPERATOR_PASSWORD", OPERATOR_PASSWORD)
                .with(List.of("JMX"))
                .start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void thePagesWalkEndsBehindTheGate() throws Exception {
        assertThat(server.follow("Start it")).contains("204 No Content", "X-Client-Id: trial");
    }

    @Test
    void theCountersAreReadOverTheManagementPort() throws Exception {
        try (URLClassLoader jar =
                        new URLClassLoader(new URL[] {server.clientJar().toUri().toURL()});
                JMXConnector connector = connect(jar)) {
            MBeanServerConnection beans = connector.getMBeanServerConnection();
            ObjectName counters = counters("/countersign");
            long before = (long) beans.getAttribute(counters, "Refused");

            guess(server.url());

            assertThat(beans.getAttribute(counters, "Refused")).isEqualTo(before + 1);
            server.cli("undeploy countersign.war --keep-content");
            assertThat(beans.queryNames(new ObjectName("dev.countersign:*"), null))
                    .isEmpty();
            server.cli("deploy --name=countersign.war");
            assertThat(beans.queryNames(new ObjectName("dev.countersign:type=Authentication,*"), null))
                    .containsExactly(counters);
        }
    }

    @Test
    void aSettingIsChangedOnTheRunningServer() throws Exception {
        assertThat(guess(server.url(), "X-Forwarded-For", "203.0.113.5")).isEqualTo(403);
        server.edited(page -> page.with("clientCacheTtl:add(value=PT10S)", "requireTls:add(value=false)"));

        server.follow("Change a setting");

        try {
            assertThat(guess(server.url(), "X-Forwarded-For", "203.0.113.5")).isEqualTo(401);
        } finally {
            server.cli("/system-property=countersign.requireTls:remove", "/deployment=countersign.war:redeploy");
        }
    }

    @Test
    void oneDeploymentOfSeveralHasSettingsOfItsOwn() throws Exception {
        server.follow("Settings for one deployment of several");

        try {
            String[] fromTheProxy = {"X-Forwarded-For", "203.0.113.5", "X-Forwarded-Proto", "https"};
            assertThat(guess(server.origin() + "/second", fromTheProxy)).isEqualTo(401);
            assertThat(server.log()).contains("source=203.0.113.5 refused=UNKNOWN_CLIENT");
            assertThat(guess(server.url(), fromTheProxy)).isEqualTo(403);
        } finally {
            server.cli("undeploy second.war", "deployment-overlay remove --name=second");
        }
    }

    @Test
    void itIsTakenAwayAndBroughtBack() throws Exception {
        server.follow("Take it away");

        assertThat(guess(server.url())).isEqualTo(404);
        server.deploy(Container.war(), "countersign");
        assertThat(guess(server.url())).isEqualTo(401);
    }

    private static int guess(String url, String... headers) throws Exception {
        String[] all = new String[headers.length + 2];
        all[0] = "Authorization";
        all[1] = Visitor.basic("nobody", "guess");
        System.arraycopy(headers, 0, all, 2, headers.length);
        return new Visitor(url).get("/verify", all).statusCode();
    }

    private static ObjectName counters(String context) throws Exception {
        return new ObjectName(COUNTERS.replace("%s", context));
    }

    // The address is that of the server under test.
    @SuppressWarnings("BanJNDI")
    private static JMXConnector connect(ClassLoader client) throws Exception {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(client);
        try {
            return JMXConnectorFactory.connect(
                    new JMXServiceURL(server.jmxUrl()),
                    Map.of(
                            JMXConnector.CREDENTIALS,
                            new String[] {OPERATOR, OPERATOR_PASSWORD},
                            JMXConnectorFactory.PROTOCOL_PROVIDER_CLASS_LOADER,
                            client));
        } finally {
            thread.setContextClassLoader(before);
        }
    }
}
