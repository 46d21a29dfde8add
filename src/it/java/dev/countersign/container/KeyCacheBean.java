package dev.countersign.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Collectors;
import javax.management.MBeanServerConnection;
import javax.management.Notification;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import javax.management.openmbean.TabularData;

/** The key cache of a server, by name and open types alone, as a JMX console sees it. */
final class KeyCacheBean implements AutoCloseable {

    private final Jvm jvm;
    private final MBeanServerConnection beans;
    private final ObjectName name;
    private final BlockingQueue<Notification> notifications = new LinkedBlockingQueue<>();

    KeyCacheBean(ProcessHandle server) throws Exception {
        jvm = new Jvm(server);
        beans = jvm.beans();
        // With the virtual host, where the container has one.
        Set<ObjectName> names =
                beans.queryNames(new ObjectName("dev.countersign:type=KeyCache,context=/countersign,*"), null);
        assertThat(names).hasSize(1);
        name = names.iterator().next();
    }

    ObjectName name() {
        return name;
    }

    /** Hears of what is cleared from now on. */
    BlockingQueue<Notification> listen() throws Exception {
        beans.addNotificationListener(name, (notification, any) -> notifications.add(notification), null, null);
        return notifications;
    }

    int clear() throws Exception {
        return (Integer) beans.invoke(name, "clear", new Object[0], new String[0]);
    }

    int clearClient(String client) throws Exception {
        return (Integer)
                beans.invoke(name, "clearClient", new Object[] {client}, new String[] {String.class.getName()});
    }

    Set<String> clients() throws Exception {
        return entries().keySet().stream()
                .map(key -> ((List<?>) key).get(0).toString())
                .collect(Collectors.toSet());
    }

    /** What the cache has of this client. */
    Optional<CompositeData> entry(String client) throws Exception {
        return Optional.ofNullable(entries().get(new Object[] {client})).map(row -> (CompositeData) row.get("value"));
    }

    Instant lastCleared() throws Exception {
        return Instant.parse((String) beans.getAttribute(name, "LastCleared"));
    }

    Numbers numbers() throws Exception {
        return new Numbers(
                (Integer) beans.getAttribute(name, "Size"),
                (Long) beans.getAttribute(name, "Hits"),
                (Long) beans.getAttribute(name, "Misses"),
                (Long) beans.getAttribute(name, "Fetches"),
                (Long) beans.getAttribute(name, "FetchFailures"));
    }

    @Override
    public void close() throws IOException {
        jvm.close();
    }

    private TabularData entries() throws Exception {
        return (TabularData) beans.getAttribute(name, "Entries");
    }

    /** Its attributes, at one time. */
    record Numbers(int size, long hits, long misses, long fetches, long failures) {

        Numbers minus(Numbers before) {
            return new Numbers(
                    size - before.size,
                    hits - before.hits,
                    misses - before.misses,
                    fetches - before.fetches,
                    failures - before.failures);
        }
    }
}
