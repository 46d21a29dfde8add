package dev.countersign.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.management.ManagementFactory;
import java.util.Optional;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import javax.management.openmbean.TabularData;
import org.junit.jupiter.api.Test;

class SigningKeysControlTest {

    private final MemoryRegistry registry = new MemoryRegistry(() -> AdminServer.START);
    private final MemorySigningKeys keys = new MemorySigningKeys(() -> AdminServer.START, registry);
    private final SigningKeysControl control = new SigningKeysControl(keys);

    @Test
    void operatorsSeeMakeAndWithdrawKeys() {
        assertThat(control.create()).isEqualTo("kid-1");
        assertThat(control.create()).isEqualTo("kid-2");
        keys.activate("kid-1", true, "client:a");
        keys.activate("kid-2", true, "client:a");

        String time = "2026-03-01T10:00:00Z";
        assertThat(control.getKeys().values())
                .containsExactly(
                        new SigningKeysMXBean.Key("kid-1", "RS256", "retired", time, time, "2026-03-01T10:05:00Z"),
                        new SigningKeysMXBean.Key("kid-2", "RS256", "active", time, time, ""));
        control.withdraw("kid-1");
        assertThat(control.getKeys()).containsOnlyKeys("kid-2");
        assertThat(keys.events).startsWith("jmx signing_key.create kid-1").endsWith("jmx signing_key.withdraw kid-1");
    }

    @Test
    void aRemoteConsoleNeedsNoClassOfOurs() {
        assertThatThrownBy(() -> control.withdraw("kid-9"))
                .isExactlyInstanceOf(IllegalArgumentException.class)
                .hasMessage("there is no such signing key")
                .hasNoCause();
        registry.failWith(Optional.of(MemoryRegistry.outage()));
        assertThatThrownBy(control::getKeys)
                .isExactlyInstanceOf(IllegalStateException.class)
                .hasNoCause();
        assertThatThrownBy(control::create)
                .isExactlyInstanceOf(IllegalStateException.class)
                .hasNoCause();
    }

    @Test
    void itIsAnMxBean() throws Exception {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        ObjectName name = new ObjectName("dev.countersign.test:type=SigningKeys");
        server.registerMBean(control, name);
        try {
            String kid = (String) server.invoke(name, "create", null, null);
            TabularData keysByKid = (TabularData) server.getAttribute(name, "Keys");

            assertThat(keysByKid.values()).hasSize(1);
            CompositeData shown =
                    (CompositeData) keysByKid.get(new Object[] {kid}).get("value");
            assertThat(shown.get("kid")).isEqualTo(kid);
            assertThat(shown.getCompositeType().keySet())
                    .containsExactlyInAnyOrder(
                            "kid", "algorithm", "state", "createdAt", "activeSince", "lastTokenExpiresAt");
            server.invoke(name, "withdraw", new Object[] {kid}, new String[] {"java.lang.String"});
            assertThat(keys.all()).isEmpty();
        } finally {
            server.unregisterMBean(name);
        }
    }
}
