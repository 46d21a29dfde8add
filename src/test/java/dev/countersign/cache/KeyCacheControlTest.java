package dev.countersign.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.client.Change;
import dev.countersign.client.ClientId;
import dev.countersign.client.UnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import javax.management.Notification;
import javax.management.ObjectName;
import javax.management.RuntimeMBeanException;
import javax.management.openmbean.CompositeData;
import javax.management.openmbean.TabularData;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Through a real MBean server, as an operator's console sees it. */
class KeyCacheControlTest {

    private static final Duration TTL = Duration.ofMinutes(10);

    private Instant now = Instant.parse("2026-03-01T12:00:00Z");
    private final PlainSource source = new PlainSource(() -> now);
    private final CachedClientKeys keys = new CachedClientKeys(List.of(source), TTL, 10, () -> now);
    private final MBeanServer server = MBeanServerFactory.newMBeanServer();
    private final List<String> announced = new ArrayList<>();
    private boolean storeIsAway;
    private final List<Notification> told = new ArrayList<>();
    private ObjectName name = ObjectName.WILDCARD;

    @BeforeEach
    void register() throws Exception {
        name = new ObjectName("dev.countersign:type=KeyCache,context=/test");
        server.registerMBean(new KeyCacheControl(keys, this::announce), name);
        server.addNotificationListener(name, (notification, handback) -> told.add(notification), null, null);
        source.serve("a", "b");
    }

    @AfterEach
    void close() {
        keys.close();
    }

    @Test
    void entriesAreATable() throws Exception {
        source.failSoftly("it answered with status 500");
        find("billing");
        find("other");

        TabularData entries = (TabularData) server.getAttribute(name, "Entries");

        assertThat(entries.size()).isEqualTo(2);
        CompositeData entry =
                (CompositeData) entries.get(new Object[] {"billing"}).get("value");
        assertThat(entry.get("client")).isEqualTo("billing");
        assertThat((String[]) entry.get("keys")).containsExactly("a", "b");
        assertThat(entry.get("fetchedAt")).isEqualTo("2026-03-01T12:00:00Z");
        assertThat(entry.get("expiresAt")).isEqualTo("2026-03-01T12:10:00Z");
        assertThat(entry.get("lastError")).isEqualTo("it answered with status 500");
    }

    @Test
    void numbersCount() throws Exception {
        find("billing");
        find("billing");
        source.fail(true);
        assertThatThrownBy(() -> find("other")).hasMessage("down");
        source.fail(false);
        for (int i = 0; i < 20; i++) {
            find("client-" + i);
        }

        assertThat(server.getAttribute(name, "Hits")).isEqualTo(1L);
        assertThat(server.getAttribute(name, "Misses")).isEqualTo(22L);
        assertThat(server.getAttribute(name, "Fetches")).isEqualTo(22L);
        assertThat(server.getAttribute(name, "FetchFailures")).isEqualTo(1L);
        int size = (Integer) server.getAttribute(name, "Size");
        assertThat(size).isBetween(1, 10);
        assertThat(server.getAttribute(name, "Evictions")).isEqualTo(21L - size);
    }

    @Test
    void key7_clearingAnswersHowManyWentAndTellsThoseWhoListen() throws Exception {
        find("billing");
        find("other");
        assertThat(server.getAttribute(name, "LastCleared")).isEqualTo("");

        assertThat(clearClient("billing")).isEqualTo(1);
        assertThat(clearClient("billing")).isEqualTo(0);
        now = now.plusSeconds(1);
        Instant cleared = now;
        assertThat(server.invoke(name, "clear", new Object[0], new String[0])).isEqualTo(1);

        assertThat(server.getAttribute(name, "LastCleared")).isEqualTo(cleared.toString());
        assertThat(server.getAttribute(name, "Size")).isEqualTo(0);
        assertThat(told).extracting(Notification::getType).containsOnly(KeyCacheControl.CLEARED);
        assertThat(told).extracting(Notification::getUserData).containsExactly(1, 0, 1);
        assertThat(told).extracting(Notification::getSequenceNumber).containsExactly(1L, 2L, 3L);
        assertThat(told).extracting(Notification::getSource).containsOnly(name);
        assertThat(told.get(2).getTimeStamp()).isEqualTo(cleared.toEpochMilli());
        assertThat(server.getMBeanInfo(name).getNotifications()).hasSize(1);
        assertThat(announced)
                .containsExactly(
                        "billing jmx key-cache.clear", "billing jmx key-cache.clear", "all jmx key-cache.clear");
    }

    @Test
    void key7_withoutTheStoreThisNodeIsClearedAllTheSameAndTheLogSaysSoOnce() throws Exception {
        List<LogRecord> log = new ArrayList<>();
        Logger logger = Logger.getLogger(KeyCacheControl.class.getName());
        logger.setFilter(line -> !log.add(line));
        find("billing");
        storeIsAway = true;
        try {
            assertThat(clearClient("billing")).isEqualTo(1);
        } finally {
            logger.setFilter(null);
        }

        assertThat(keys.entries()).isEmpty();
        assertThat(told).extracting(Notification::getUserData).containsExactly(1);
        assertThat(log).extracting(LogRecord::getLevel).containsExactly(Level.WARNING);
    }

    @Test
    void anIdThatNobodyCanHaveIsSaidToBeOne() {
        assertThatThrownBy(() -> clearClient("\n"))
                .isInstanceOf(RuntimeMBeanException.class)
                .hasCauseInstanceOf(IllegalArgumentException.class);
        assertThat(told).isEmpty();
        assertThat(announced).isEmpty();
    }

    private void announce(Optional<ClientId> client, Change change) {
        // The store takes its time; the keys have gone before.
        now = now.plusMillis(7);
        if (storeIsAway) {
            throw new UnavailableException("down");
        }
        String who = client.map(ClientId::value).orElse("all");
        announced.add(who + " " + change.actor() + " " + change.action());
    }

    private Object clearClient(String id) throws Exception {
        return server.invoke(name, "clearClient", new Object[] {id}, new String[] {String.class.getName()});
    }

    private void find(String id) {
        keys.find(CachedClientKeysTest.client(id, 1), Optional.of("a"));
    }
}
