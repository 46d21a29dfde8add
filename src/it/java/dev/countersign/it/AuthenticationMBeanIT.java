package dev.countersign.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.tools.attach.VirtualMachine;
import java.nio.file.Path;
import java.util.Arrays;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What operators see over JMX, through a real connector. */
class AuthenticationMBeanIT {

    @TempDir
    Path data;

    @Test
    void countsByMethodAndReason() throws Exception {
        try (ExecutableWar war = ExecutableWar.in(data).start();
                JMXConnector connector = connect(war.pid())) {
            MBeanServerConnection server = connector.getMBeanServerConnection();
            ObjectName name = new ObjectName("dev.countersign:type=Authentication,context=/countersign");
            assertThat(server.getAttribute(name, "Granted")).isEqualTo(0L);

            Visitor visitor = new Visitor(war.url());
            visitor.get("/verify", "Authorization", Visitor.basic("admin", war.password()));
            visitor.get("/verify", "Authorization", Visitor.basic("admin", "wrong"));
            visitor.get("/verify");

            assertThat(server.getAttribute(name, "Granted")).isEqualTo(1L);
            assertThat(server.getAttribute(name, "Refused")).isEqualTo(2L);
            assertThat(server.getAttribute(name, "Unavailable")).isEqualTo(0L);
            assertThat(server.getAttribute(name, "Throttled")).isEqualTo(0L);
            assertThat(row(server, name, "ByReason", "reason", "WRONG_SECRET").get("count"))
                    .isEqualTo(1L);
            CompositeData basic = row(server, name, "ByMethod", "method", "client_secret_basic");
            assertThat(basic.get("granted")).isEqualTo(1L);
            assertThat(basic.get("refused")).isEqualTo(1L);
        }
    }

    private static CompositeData row(
            MBeanServerConnection server, ObjectName name, String attribute, String key, String value)
            throws Exception {
        CompositeData[] rows = (CompositeData[]) server.getAttribute(name, attribute);
        return Arrays.stream(rows)
                .filter(row -> value.equals(row.get(key)))
                .findFirst()
                .orElseThrow();
    }

    // The address is that of our own child process.
    @SuppressWarnings("BanJNDI")
    private static JMXConnector connect(long pid) throws Exception {
        VirtualMachine machine = VirtualMachine.attach(Long.toString(pid));
        try {
            return JMXConnectorFactory.connect(new JMXServiceURL(machine.startLocalManagementAgent()));
        } finally {
            machine.detach();
        }
    }
}
