package dev.countersign.expiry;

import dev.countersign.client.EndingCredential;
import dev.countersign.client.ExpiryCounts;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import javax.management.MBeanNotificationInfo;
import javax.management.Notification;
import javax.management.NotificationBroadcasterSupport;
import javax.management.openmbean.CompositeDataSupport;
import javax.management.openmbean.CompositeType;
import javax.management.openmbean.OpenDataException;
import javax.management.openmbean.OpenType;
import javax.management.openmbean.SimpleType;

/**
 * What the last look found, as operators see it over JMX and administrators in the counters; never queries the store
 * itself. Thread-safe.
 */
public final class ExpiryOutlook extends NotificationBroadcasterSupport implements CredentialsMXBean {

    /**
     * The type of the notifications; their user data is composite: {@code client}, {@code kind}, {@code id}, {@code
     * label}, {@code endsAt}, {@code days}.
     */
    public static final String EXPIRING = "dev.countersign.credentials.expiring";

    private static final String NOT_YET = "";
    private static final String[] MEMBERS = {"client", "kind", "id", "label", "endsAt", "days"};
    private static final CompositeType USER_DATA = userDataType();

    private final AtomicLong notifications = new AtomicLong();
    private volatile ExpiryCounts counts = ExpiryCounts.UNKNOWN;

    public ExpiryOutlook() {
        super(new MBeanNotificationInfo(
                new String[] {EXPIRING},
                Notification.class.getName(),
                "A secret or a certificate ends in 30, 7 or 1 days."));
    }

    /** As of the last look. */
    public ExpiryCounts counts() {
        return counts;
    }

    @Override
    public long getExpired() {
        return counts.expired();
    }

    @Override
    public long getEndingWithin1Day() {
        return counts.endingWithin1Day();
    }

    @Override
    public long getEndingWithin7Days() {
        return counts.endingWithin7Days();
    }

    @Override
    public long getEndingWithin30Days() {
        return counts.endingWithin30Days();
    }

    @Override
    public String getLastLooked() {
        return counts.lookedAt().map(Instant::toString).orElse(NOT_YET);
    }

    void show(ExpiryCounts counted) {
        counts = counted;
    }

    void announce(EndingCredential credential, int days, Instant now) {
        Notification notification = new Notification(
                EXPIRING,
                this,
                notifications.incrementAndGet(),
                now.toEpochMilli(),
                "client " + credential.client() + ": " + ExpiryText.text(credential, now));
        notification.setUserData(userData(credential, days));
        sendNotification(notification);
    }

    /** Of open types, so that a remote listener needs no class of ours. */
    private static CompositeDataSupport userData(EndingCredential credential, int days) {
        Object[] values = {
            credential.client().value(),
            ExpiryText.kind(credential),
            credential.id(),
            credential.label(),
            credential.endsAt().toString(),
            days
        };
        try {
            return new CompositeDataSupport(USER_DATA, MEMBERS, values);
        } catch (OpenDataException e) {
            throw new IllegalStateException(e);
        }
    }

    private static CompositeType userDataType() {
        String[] meanings = {
            "The id of its client.",
            "secret or certificate",
            "Its id.",
            "What administrators call it.",
            "When it ends (ISO 8601).",
            "How many days before its end this notice is due: 30, 7 or 1."
        };
        OpenType<?>[] types = {
            SimpleType.STRING,
            SimpleType.STRING,
            SimpleType.STRING,
            SimpleType.STRING,
            SimpleType.STRING,
            SimpleType.INTEGER
        };
        try {
            return new CompositeType("EndingCredential", "A credential that ends soon.", MEMBERS, meanings, types);
        } catch (OpenDataException e) {
            throw new IllegalStateException(e);
        }
    }
}
