package dev.countersign.expiry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.client.ClientId;
import dev.countersign.client.EndingCredential;
import dev.countersign.client.EndingCredential.Kind;
import dev.countersign.client.ExpiryCounts;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import javax.management.Notification;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Through a real MBean server, as an operator's console sees it. */
class ExpiryOutlookTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    private final ExpiryOutlook outlook = new ExpiryOutlook();
    private final MBeanServer server = MBeanServerFactory.newMBeanServer();
    private final List<Notification> told = new ArrayList<>();
    private ObjectName name = ObjectName.WILDCARD;

    @BeforeEach
    void register() throws Exception {
        name = new ObjectName("dev.countersign:type=Credentials,context=/test");
        server.registerMBean(outlook, name);
        server.addNotificationListener(name, (notification, handback) -> told.add(notification), null, null);
    }

    @Test
    void theNumbersAreAttributes() throws Exception {
        assertThat(server.getAttribute(name, "LastLooked")).isEqualTo("");
        outlook.show(new ExpiryCounts(1, 2, 3, 4, Optional.of(NOW)));

        assertThat(server.getAttribute(name, "Expired")).isEqualTo(1L);
        assertThat(server.getAttribute(name, "EndingWithin1Day")).isEqualTo(2L);
        assertThat(server.getAttribute(name, "EndingWithin7Days")).isEqualTo(3L);
        assertThat(server.getAttribute(name, "EndingWithin30Days")).isEqualTo(4L);
        assertThat(server.getAttribute(name, "LastLooked")).isEqualTo("2026-03-01T12:00:00Z");
        assertThat(server.getMBeanInfo(name).getAttributes()).hasSize(5);
        assertThat(server.getMBeanInfo(name).getOperations()).isEmpty();
    }

    @Test
    void thoseWhoListenAreToldWhatEnds() throws Exception {
        for (Kind kind : Kind.values()) {
            outlook.announce(
                    new EndingCredential(
                            kind, new ClientId("billing"), "x1", "autumn", NOW, NOW.plus(Duration.ofDays(7))),
                    7,
                    NOW);
        }

        assertThat(server.getMBeanInfo(name).getNotifications()[0].getNotifTypes())
                .containsExactly("dev.countersign.credentials.expiring");
        assertThat(told).extracting(Notification::getType).containsOnly("dev.countersign.credentials.expiring");
        assertThat(told).extracting(Notification::getSequenceNumber).containsExactly(1L, 2L);
        assertThat(told).extracting(Notification::getSource).containsOnly(name);
        assertThat(told).extracting(Notification::getTimeStamp).containsOnly(NOW.toEpochMilli());
        assertThat(told.get(0).getMessage())
                .isEqualTo("client billing: secret x1 \"autumn\" ends at 2026-03-08T12:00:00Z, in 7 days");
        CompositeData data = (CompositeData) told.get(1).getUserData();
        assertThat(data.get("client")).isEqualTo("billing");
        assertThat(data.get("kind")).isEqualTo("certificate");
        assertThat(data.get("id")).isEqualTo("x1");
        assertThat(data.get("label")).isEqualTo("autumn");
        assertThat(data.get("endsAt")).isEqualTo("2026-03-08T12:00:00Z");
        assertThat(data.get("days")).isEqualTo(7);
    }
}
