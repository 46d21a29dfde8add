package dev.countersign.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.auth.Refusal;
import dev.countersign.client.AuthMethod;
import dev.countersign.client.ClientId;
import dev.countersign.client.UnavailableException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AuthenticationRecordTest {

    private static final Arrival HERE =
            new Arrival(IpLiteral.parse("10.0.0.7").orElseThrow(), true, false, true, false);

    private final Logger logger = Logger.getLogger(AuthenticationRecord.class.getName());
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord line) {
            lines.add(line.getLevel() + " " + new SimpleFormatter().formatMessage(line));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };
    private final AuthenticationRecord record =
            new AuthenticationRecord(Set.of(AuthMethod.CLIENT_SECRET_BASIC), new TestClock());

    @BeforeEach
    void listen() {
        logger.addHandler(handler);
        logger.setLevel(Level.ALL);
    }

    @AfterEach
    void silence() {
        logger.removeHandler(handler);
        logger.setLevel(null);
    }

    @Test
    void oneLineWithFixedKeysForEachDecision() {
        ClientId billing = new ClientId("billing");
        record.granted(billing, AuthMethod.CLIENT_SECRET_BASIC, HERE);
        record.refused(Optional.of(billing), Optional.of(AuthMethod.CLIENT_SECRET_BASIC), HERE, Refusal.WRONG_SECRET);
        record.refused(Optional.empty(), Optional.empty(), HERE, Refusal.NO_CREDENTIAL);
        record.unavailable(
                Optional.of(billing), Optional.empty(), HERE, new UnavailableException("", new IOException()));
        assertThat(lines)
                .containsExactly(
                        "FINE client=\"billing\" method=client_secret_basic source=10.0.0.7 granted",
                        "INFO client=\"billing\" method=client_secret_basic source=10.0.0.7 refused=WRONG_SECRET",
                        "INFO client=\"\" method=none source=10.0.0.7 refused=NO_CREDENTIAL",
                        "WARNING client=\"billing\" method=none source=10.0.0.7 unavailable");
    }

    @Test
    void gen20_noIdForgesALine() {
        ClientId forger = new ClientId("a\" refused=x \\");
        record.refused(Optional.of(forger), Optional.of(new AuthMethod("urn:x")), HERE, Refusal.UNKNOWN_CLIENT);
        assertThat(lines)
                .containsExactly(
                        "INFO client=\"a\\\" refused=x \\\\\" method=other source=10.0.0.7 refused=UNKNOWN_CLIENT");
        assertThat(LogText.quoted("a\r\n\u001B[31m\u0085\u2028é"))
                .isEqualTo("\"a\\u000d\\u000a\\u001b[31m\\u0085\\u2028\\u00e9\"");
        assertThat(LogText.quoted("x".repeat(1000))).hasSize(302);
    }

    @Test
    void theCountersGoOverJmx() throws Exception {
        record.granted(new ClientId("a"), AuthMethod.CLIENT_SECRET_BASIC, HERE);
        record.refused(Optional.empty(), Optional.empty(), HERE, Refusal.NO_CREDENTIAL);
        record.refused(Optional.empty(), Optional.empty(), HERE, Refusal.THROTTLED);
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        ObjectName name = new ObjectName("dev.countersign:type=Authentication,context=/test");
        server.registerMBean(record, name);
        try {
            assertThat(server.getAttribute(name, "Granted")).isEqualTo(1L);
            assertThat(server.getAttribute(name, "Refused")).isEqualTo(1L);
            assertThat(server.getAttribute(name, "Throttled")).isEqualTo(1L);
            assertThat(server.getAttribute(name, "Unavailable")).isEqualTo(0L);
            CompositeData[] methods = (CompositeData[]) server.getAttribute(name, "ByMethod");
            assertThat(methods)
                    .extracting(row -> row.get("method"))
                    .containsExactly("client_secret_basic", "other", "none");
            assertThat(methods[0].get("granted")).isEqualTo(1L);
            CompositeData[] reasons = (CompositeData[]) server.getAttribute(name, "ByReason");
            assertThat(reasons).hasSize(Refusal.values().length);
            assertThat(reasons[0].get("reason")).isEqualTo("NO_CREDENTIAL");
            assertThat(reasons[0].get("count")).isEqualTo(1L);
        } finally {
            server.unregisterMBean(name);
        }
    }
}
