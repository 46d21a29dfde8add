package dev.countersign.cache;

import dev.countersign.auth.KeyRemark;
import dev.countersign.auth.VerificationKey;
import dev.countersign.client.Change;
import dev.countersign.client.ChangeAnnouncer;
import dev.countersign.client.ClientId;
import dev.countersign.manage.KeyCacheClearing;
import dev.countersign.manage.KeyCacheClearing.Cleared;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import javax.management.MBeanNotificationInfo;
import javax.management.Notification;
import javax.management.NotificationBroadcasterSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The key cache as operators see it over JMX. Clearing it also clears those of the other nodes, and sends a
 * notification. Thread-safe.
 */
public final class KeyCacheControl extends NotificationBroadcasterSupport implements KeyCacheMXBean {

    /** The type of the notifications; their user data is the number of dropped entries. */
    public static final String CLEARED = "dev.countersign.keycache.cleared";

    private static final Logger LOG = LoggerFactory.getLogger(KeyCacheControl.class);

    private static final String ACTOR = "jmx";
    private static final String NEVER = "";

    private final CachedClientKeys keys;
    private final KeyCacheClearing clearing;
    private final AtomicLong notifications = new AtomicLong();

    /**
     * Exposes this cache.
     *
     * @param others makes the other nodes clear theirs
     */
    public KeyCacheControl(CachedClientKeys keys, ChangeAnnouncer others) {
        super(new MBeanNotificationInfo(
                new String[] {CLEARED}, Notification.class.getName(), "The key cache was cleared, all or in part."));
        this.keys = keys;
        this.clearing = new KeyCacheClearing(keys, others);
    }

    @Override
    public int clear() {
        return clear(Optional.empty(), "the key cache was cleared");
    }

    @Override
    public int clearClient(String clientId) {
        ClientId id = new ClientId(clientId);
        return clear(Optional.of(id), "the key cache was cleared for the client " + id);
    }

    @Override
    public Map<String, Entry> getEntries() {
        Map<String, Entry> entries = new TreeMap<>();
        for (KeyEntry entry : keys.entries()) {
            String client = entry.client().value();
            entries.put(
                    client,
                    new Entry(
                            client,
                            entry.keys().stream().map(KeyCacheControl::name).toList(),
                            entry.resolved().at().toString(),
                            entry.until().toString(),
                            entry.resolved().error().orElse(""),
                            entry.resolved().remarks().stream()
                                    .map(KeyRemark::sentence)
                                    .toList()));
        }
        return entries;
    }

    @Override
    public int getSize() {
        return keys.counts().size();
    }

    @Override
    public long getHits() {
        return keys.counts().hits();
    }

    @Override
    public long getMisses() {
        return keys.counts().misses();
    }

    @Override
    public long getFetches() {
        return keys.counts().fetches();
    }

    @Override
    public long getFetchFailures() {
        return keys.counts().fetchFailures();
    }

    @Override
    public long getEvictions() {
        return keys.counts().evictions();
    }

    @Override
    public String getLastCleared() {
        return keys.counts().lastCleared().map(Instant::toString).orElse(NEVER);
    }

    private static String name(VerificationKey key) {
        return key.kid().or(key::thumbprint).orElse("-");
    }

    private int clear(Optional<ClientId> client, String message) {
        Cleared cleared = clearing.clear(client, new Change(ACTOR, "key-cache.clear", ""));
        cleared.failure()
                .ifPresent(cause -> LOG.warn(
                        "the key cache was cleared on this node only: the store cannot be asked, so the others were not told",
                        cause));
        tell(message, cleared.entries());
        return cleared.entries();
    }

    private void tell(String message, int cleared) {
        Instant at = keys.counts().lastCleared().orElseThrow();
        Notification notification =
                new Notification(CLEARED, this, notifications.incrementAndGet(), at.toEpochMilli(), message);
        notification.setUserData(cleared);
        sendNotification(notification);
    }
}
