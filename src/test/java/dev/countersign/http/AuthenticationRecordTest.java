package dev.countersign.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.auth.Refusal;
import dev.countersign.client.AuthMethod;
import dev.countersign.client.ClientId;
import dev.countersign.client.UnavailableException;
import dev.countersign.text.IpLiteral;
import dev.countersign.text.ShownText;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.List;
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
import javax.management.openmbean.TabularData;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AuthenticationRecordTest {

    private static final RequestOrigin HERE =
            new RequestOrigin(IpLiteral.parse("10.0.0.7").orElseThrow(), true, false, true, false, false);

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
            new AuthenticationRecord(Set.of(AuthMethod.CLIENT_SECRET_BASIC), "/invoices", true, new TestClock());

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
        record.granted(Attempt.by(billing, AuthMethod.CLIENT_SECRET_BASIC, HERE));
        record.refused(Attempt.by(billing, AuthMethod.CLIENT_SECRET_BASIC, HERE), Refusal.WRONG_SECRET);
        record.refused(Attempt.from(HERE), Refusal.NO_CREDENTIAL);
        record.unavailable(
                Attempt.by(billing, AuthMethod.CLIENT_SECRET_BASIC, HERE),
                new UnavailableException("the store is away", new IOException("secret")));
        assertThat(lines)
                .containsExactly(
                        "FINE context=/invoices client=\"billing\" method=client_secret_basic source=10.0.0.7 granted",
                        "INFO context=/invoices client=\"billing\" method=client_secret_basic source=10.0.0.7 refused=WRONG_SECRET",
                        "INFO context=/invoices client=\"\" method=none source=10.0.0.7 refused=NO_CREDENTIAL",
                        "WARNING context=/invoices client=\"billing\" method=client_secret_basic source=10.0.0.7 unavailable"
                                + " cause=\"UnavailableException: the store is away; IOException\"");
    }

    @Test
    void gen20_noIdForgesALine() {
        ClientId forger = new ClientId("a\" refused=x \\");
        record.refused(Attempt.by(forger, new AuthMethod("urn:x"), HERE), Refusal.UNKNOWN_CLIENT);
        assertThat(lines)
                .containsExactly(
                        "INFO context=/invoices client=\"a\\\" refused=x \\\\\" method=other source=10.0.0.7 refused=UNKNOWN_CLIENT");
        assertThat(ShownText.quoted("a\r\n\u001B[31m\u0085\u2028é"))
                .isEqualTo("\"a\\u000d\\u000a\\u001b[31m\\u0085\\u2028\\u00e9\"");
        assertThat(ShownText.quoted("x".repeat(1000))).hasSize(302);
    }

    @Test
    void ops1_aFloodOfOneOutageIsOneLineEach() {
        UnavailableException away = new UnavailableException("no key set from https://keys.example:443: status 500");
        for (int i = 0; i < 130; i++) {
            record.unavailable(Attempt.by(new ClientId("billing"), AuthMethod.CLIENT_SECRET_BASIC, HERE), away);
        }
        assertThat(lines).hasSize(130);
        assertThat(lines.stream().mapToInt(String::length).max().orElseThrow()).isLessThan(250);
        assertThat(record.recentRefusals()).hasSize(130);
    }

    @Test
    void ops2_theCauseOfAnOutageShowsNoPasswordAndNoControlCharacter() {
        String text = "jdbc:x://u:hunter2@db/clients\u001b\u202e away " + "y".repeat(1000);
        record.unavailable(Attempt.from(HERE), new UnavailableException(text));

        RecentRefusal refusal = record.recentRefusals().get(0);
        assertThat(refusal.cause().orElseThrow())
                .startsWith("jdbc:x://***@db/clients?? away yyy")
                .doesNotContain("hunter2")
                .hasSize(300);
    }

    @Test
    void gen11_whatWasAnswered503IsUnavailableWhateverItsReason() {
        Attempt attempt = Attempt.by(new ClientId("billing"), AuthMethod.CLIENT_SECRET_BASIC, HERE);
        record.denied(attempt, Refusal.THROTTLED, 503);
        record.denied(attempt, Refusal.THROTTLED, 429);

        assertThat(record.recentRefusals())
                .extracting(RecentRefusal::outcome)
                .containsExactly(RecentRefusal.Outcome.REFUSED, RecentRefusal.Outcome.UNAVAILABLE);
    }

    @Test
    void ops4_onlyRegisteredClientsAreCountedByClient() {
        ClientId billing = new ClientId("billing");
        AuthMethod basic = AuthMethod.CLIENT_SECRET_BASIC;
        record.granted(Attempt.by(billing, basic, HERE));
        record.refused(Attempt.by(billing, basic, HERE), Refusal.WRONG_SECRET);
        record.refused(Attempt.by(billing, basic, HERE), Refusal.THROTTLED);
        for (Refusal reason :
                List.of(Refusal.UNKNOWN_CLIENT, Refusal.THROTTLED, Refusal.METHOD_NOT_ALLOWED, Refusal.MALFORMED)) {
            record.refused(Attempt.by(new ClientId("made-up"), basic, HERE), reason);
        }
        record.refused(Attempt.by(new ClientId("expired"), basic, HERE), Refusal.EXPIRED_SECRET);

        assertThat(record.countsByClient())
                .containsExactlyInAnyOrder(
                        new AuthenticationRecord.ClientCount("billing", "granted", 1),
                        new AuthenticationRecord.ClientCount("billing", "refused", 1),
                        new AuthenticationRecord.ClientCount("expired", "granted", 0),
                        new AuthenticationRecord.ClientCount("expired", "refused", 1));
    }

    @Test
    void ops4_noMoreThanTenThousandClientsAreCounted() {
        for (int i = 0; i < ClientCounts.MAX_CLIENTS + 100; i++) {
            record.granted(Attempt.by(new ClientId("client-" + i), AuthMethod.CLIENT_SECRET_BASIC, HERE));
        }

        assertThat(record.countsByClient()).hasSize(2 * ClientCounts.MAX_CLIENTS);
    }

    @Test
    void ops4_clientsAreCountedOnRequestOnly() {
        AuthenticationRecord quiet =
                new AuthenticationRecord(Set.of(AuthMethod.CLIENT_SECRET_BASIC), "", false, new TestClock());
        quiet.granted(Attempt.by(new ClientId("billing"), AuthMethod.CLIENT_SECRET_BASIC, HERE));

        assertThat(quiet.countsByClient()).isEmpty();
    }

    @Test
    void gen20_aContextPathForgesNoLine() {
        new AuthenticationRecord(Set.of(), "/a b=\u00e9\"", false, new TestClock())
                .refused(Attempt.from(HERE), Refusal.MALFORMED);
        new AuthenticationRecord(Set.of(), "", false, new TestClock()).refused(Attempt.from(HERE), Refusal.MALFORMED);

        assertThat(lines)
                .containsExactly(
                        "INFO context=/a_b___ client=\"\" method=none source=10.0.0.7 refused=MALFORMED",
                        "INFO context=/ client=\"\" method=none source=10.0.0.7 refused=MALFORMED");
    }

    @Test
    void theCountersGoOverJmx() throws Exception {
        record.granted(Attempt.by(new ClientId("a"), AuthMethod.CLIENT_SECRET_BASIC, HERE));
        record.refused(Attempt.from(HERE), Refusal.NO_CREDENTIAL);
        record.refused(Attempt.from(HERE), Refusal.THROTTLED);
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        ObjectName name = new ObjectName("dev.countersign:type=Authentication,context=/test");
        server.registerMBean(record, name);
        try {
            assertThat(server.getAttribute(name, "Granted")).isEqualTo(1L);
            assertThat(server.getAttribute(name, "Refused")).isEqualTo(1L);
            assertThat(server.getAttribute(name, "Throttled")).isEqualTo(1L);
            assertThat(server.getAttribute(name, "Unavailable")).isEqualTo(0L);
            TabularData methods = (TabularData) server.getAttribute(name, "ByMethod");
            assertThat(methods.values()).hasSize(3);
            assertThat(of(methods, "client_secret_basic"))
                    .isInstanceOfSatisfying(
                            CompositeData.class,
                            counts -> assertThat(counts.get("granted")).isEqualTo(1L));
            TabularData reasons = (TabularData) server.getAttribute(name, "ByReason");
            assertThat(reasons.values()).hasSize(Refusal.values().length);
            assertThat(of(reasons, "NO_CREDENTIAL")).isEqualTo(1L);
        } finally {
            server.unregisterMBean(name);
        }
    }

    private static Object of(TabularData map, String key) {
        return map.get(new Object[] {key}).get("value");
    }
}
