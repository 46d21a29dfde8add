package dev.countersign.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.it.FreePort;
import dev.countersign.it.Visitor;
import java.nio.file.Path;
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
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The lines of {@code src/doc/jmx.md}, on Tomcat. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("full")
class JmxPageIT {

    private static final Page PAGE = Page.at("src/doc/jmx.md");
    private static final String BEAN =
            "dev.countersign:type=Authentication,context=/countersign,host=Catalina/localhost";

    private final int jmxPort = FreePort.next();
    private Tomcat server;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        server = new Tomcat("11.", folder);
        server.filledIn("OPERATOR", "manager")
                .filledIn("OPERATOR_PASSWORD", server.personsPassword())
                .filledIn("MANAGER", server.origin() + "/manager")
                .filledIn("BEAN", BEAN)
                .filledIn("JMXTERM", Path.of("target/tools/jmxterm.jar").toAbsolutePath())
                .filledIn("JMX_PORT", jmxPort)
                .following(PAGE, "With a port and a password")
                .start();
        server.filledIn("PID", server.server().pid());
        new Visitor(server.url()).get("/verify", "Authorization", Visitor.basic("nobody", "at-all"));
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void jmxtermReadsByAttaching() throws Exception {
        assertThat(server.follow(PAGE, "On the same machine"))
                .containsPattern("(?m)^0$")
                .contains("client_secret_basic", "refused");
    }

    @Test
    void tomcatsManagerReadsByHttp() throws Exception {
        assertThat(server.follow(PAGE, "With Tomcat's manager"))
                .contains("OK - Attribute get '" + BEAN + "' - Granted = 0", "Refused: ", "UNKNOWN_CLIENT");
    }

    @Test
    void jconsoleReadsThroughThePortAndNobodyWithoutThePassword() throws Exception {
        try (JMXConnector connector =
                connect(Map.of(JMXConnector.CREDENTIALS, new String[] {"manager", server.personsPassword()}))) {
            MBeanServerConnection beans = connector.getMBeanServerConnection();
            assertThat(beans.getAttribute(new ObjectName(BEAN), "Granted")).isEqualTo(0L);
            assertThat((Long) beans.getAttribute(new ObjectName(BEAN), "Refused"))
                    .isPositive();
            assertThatThrownBy(() -> beans.invoke(new ObjectName("java.lang:type=Memory"), "gc", null, null))
                    .isInstanceOf(SecurityException.class);
        }
        assertThatThrownBy(() -> connect(Map.of(JMXConnector.CREDENTIALS, new String[] {"manager", "wrong"})))
                .isInstanceOf(SecurityException.class);
        assertThatThrownBy(() -> connect(Map.of())).isInstanceOf(SecurityException.class);
    }

    /** As JConsole does for {@code localhost:port}. */
    // The address is that of our own child process.
    @SuppressWarnings("BanJNDI")
    private JMXConnector connect(Map<String, Object> environment) throws Exception {
        return JMXConnectorFactory.connect(
                new JMXServiceURL("service:jmx:rmi:///jndi/rmi://localhost:" + jmxPort + "/jmxrmi"), environment);
    }
}
