package dev.countersign.cache;

import dev.countersign.auth.VerificationKey;
import dev.countersign.client.Change;
import dev.countersign.client.ChangeAnnouncer;
import dev.countersign.client.ClientId;
import dev.countersign.client.UnavailableException;
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

/** The key cache as operators see it over JMX; when they clear it, the other nodes are told too, and those who listen. Thread-safe. */
public final class KeyCacheControl extends NotificationBroadcasterSupport implements KeyCacheMXBean {

    /** The type of the notifications; their user data is how many entries went. */
    public static final String CLEARED = "dev.countersign.keycache.cleared";

    private static final Logger LOG = LoggerFactory.getLogger(KeyCacheControl.class);

    private static final String ACTOR = "jmx";
    private static final String NEVER = "";

    private final CachedClientKeys keys;
    private final ChangeAnnouncer others;
    private final AtomicLong notifications = new AtomicLong();

    /**
     * Controls this cache.
     *
     * @param others has the other nodes clear theirs
     */
    public KeyCacheControl(CachedClientKeys keys, ChangeAnnouncer others) {
        super(new MBeanNotificationInfo(
                new String[] {CLEARED}, Notification.class.getName(), "The key cache was cleared, all or in part."));
        this.keys = keys;
        this.others = others;
    }

    @Override
    public int clear() {
        int cleared = keys.clear();
        announce(Optional.empty());
        tell("the key cache was cleared", cleared);
        return cleared;
    }

    @Override
    public int clearClient(String clientId) {
        ClientId id = new ClientId(clientId);
        int cleared = keys.clear(id);
        announce(Optional.of(id));
        tell("the key cache was cleared for the client " + id, cleared);
        return cleared;
    }

    @Override
    public Map<String, Entry> getEntries() {
        Map<String, Entry> entries = new TreeMap<>();
        for (KeyEntry entry : keys.entries()) {
            String client = entry.client().id().value();
            entries.put(
                    client,
                    new Entry(
                            client,
                            entry.keys().stream().map(KeyCacheControl::name).toList(),
                            entry.resolved().at().toString(),
                            entry.until().toString(),
                            entry.resolved().error().orElse("")));
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

    /** After it was cleared here: that must not wait for a store that may be away. */
    private void announce(Optional<ClientId> client) {
        try {
            others.announce(client, new Change(ACTOR, "key-cache.clear", ""));
        } catch (UnavailableException e) {
            LOG.warn(
                    "the key cache was cleared on this node only: the store cannot be asked, so the others were not told",
                    e);
        }
    }

    private void tell(String message, int cleared) {
        Instant at = keys.counts().lastCleared().orElseThrow();
        Notification notification =
                new Notification(CLEARED, this, notifications.incrementAndGet(), at.toEpochMilli(), message);
        notification.setUserData(cleared);
        sendNotification(notification);
    }
}
