package dev.countersign.container;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.tools.attach.VirtualMachine;
import dev.countersign.http.RawConnection;
import dev.countersign.it.Visitor;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What is peculiar to Jetty: several deployments, changes on the running server, JMX, and what it makes of odd paths.
 */
@Tag("full")
class JettyIT {

    private static final String REGISTRY = "service:jmx:rmi:///jndi/rmi://localhost:PORT/jmxrmi";

    private static Jetty server;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        server = new Jetty("ee10", folder).following("JMX");
        server.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void thePagesLinesEndWithAClientThatIsLetIn() throws Exception {
        String said = server.run("Let a client in");

        assertThat(said).startsWith("HTTP/1.1 204").contains("X-Client-Id: billing");
    }

    @Test
    void aSecondDeploymentHasSettingsOfItsOwn() throws Exception {
        server.deploying("second", () -> server.run("Settings for one deployment of several"));
        server.deploy(Container.war(), "lax", JettyContext.with("requireTls", "false"));

        assertThat(statusBehindAProxy("/countersign")).isEqualTo(403);
        assertThat(statusBehindAProxy("/second")).isEqualTo(403);
        assertThat(statusBehindAProxy("/lax")).isEqualTo(401);
        server.undeploy("lax");
        assertThat(get("/lax/health/live")).isEqualTo(404);
        assertThat(get("/second/health/ready")).isEqualTo(200);
    }

    @Test
    void aChangedSettingHoldsAfterTheRedeployment() throws Exception {
        server.deploy(Container.war(), "changed");
        assertThat(statusBehindAProxy("/changed")).isEqualTo(403);
        server.redeploy("changed", JettyContext.with("requireTls", "false"));

        assertThat(statusBehindAProxy("/changed")).isEqualTo(401);
        assertThat(new Visitor(server.origin() + "/changed")
                        .get("/login/login.html")
                        .statusCode())
                .isEqualTo(200);
        assertThat(byAttaching()).contains("/changed").doesNotContain("/changed,instance=2");
        server.undeploy("changed");
        assertThat(byAttaching()).doesNotContain("/changed");
    }

    @Test
    void jmxByJettysConnector() throws Exception {
        assertThat(contextsIn(new JMXServiceURL(REGISTRY.replace("PORT", Integer.toString(server.jmxPort())))))
                .contains("/countersign");
    }

    @Test
    void jmxByAttaching() throws Exception {
        assertThat(byAttaching()).contains("/countersign");
    }

    /** None of them reaches what is behind a mapping without being asked for what the mapping asks. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    /verify/a%2fb              | 400
                    /verify/a%252fb            | 400
                    /verify/a%5cb              | 400
                    /verify/a\\b                | 400
                    /verify/..;/admin/whoami   | 400
                    /verify/%2e%2e/admin/x     | 400
                    //verify                   | 400
                    /verify//x                 | 400
                    /%2e/verify                | 400
                    /verify/%c0%af             | 400
                    /verify/%zz                | 400
                    //console/                 | 400
                    /console%2f                | 400
                    /console/%00               | 400
                    /verify;x=y                | 401
                    /verify/a;x=y              | 401
                    /console/../verify         | 401
                    /%76erify                  | 401
                    /admin;x=y/clients         | 401
                    /%63onsole/                | 303
                    /console;x=y/              | 303
                    /CONSOLE/                  | 404
                    /WEB-INF/web.xml           | 404
                    /web-inf/web.xml           | 404
                    /%57EB-INF/web.xml         | 404
                    /login/../WEB-INF/web.xml  | 404
                    /x/..%2fWEB-INF/web.xml    | 400
                    """)
    void gen17_oddPathsLeadNowhere(String path, int status) throws Exception {
        try (RawConnection connection = new RawConnection(server.port())) {
            assertThat(connection
                            .send("GET /countersign" + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n")
                            .status())
                    .isEqualTo(status);
        }
    }

    private static int statusBehindAProxy(String context) throws Exception {
        return new Visitor(server.origin() + context)
                .get("/verify", "X-Forwarded-For", "203.0.113.9")
                .statusCode();
    }

    private static int get(String path) throws Exception {
        return new Visitor(server.origin()).get(path).statusCode();
    }

    private static Set<String> byAttaching() throws Exception {
        VirtualMachine machine =
                VirtualMachine.attach(Long.toString(server.server().pid()));
        try {
            return contextsIn(new JMXServiceURL(machine.startLocalManagementAgent()));
        } finally {
            machine.detach();
        }
    }

    /** The paths of our MBeans, and what else their names say after that. */
    @SuppressWarnings("BanJNDI") // The address is our own.
    private static Set<String> contextsIn(JMXServiceURL url) throws Exception {
        try (JMXConnector connector = JMXConnectorFactory.connect(url)) {
            return connector
                    .getMBeanServerConnection()
                    .queryNames(new ObjectName("dev.countersign:type=Authentication,*"), null)
                    .stream()
                    .map(name -> name.getCanonicalName().replaceFirst(".*?context=(.*),type=.*", "$1"))
                    .collect(Collectors.toSet());
        }
    }
}
