package dev.countersign.expiry;

import dev.countersign.client.ExpiryCalendar;
import dev.countersign.client.ExpiryCounts;
import dev.countersign.client.ExpiryNotices;
import dev.countersign.task.BackgroundTask;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Looks every hour, in the background, for credentials that end within 30, 7 and 1 days: counts them, announces them on
 * this node, and lets one of all nodes write it into the audit trail. After an outage, of the store or of all nodes,
 * the first look makes up for what was missed. Thread-safe.
 */
public final class ExpiryWatch implements AutoCloseable {

    static final Duration BETWEEN_LOOKS = Duration.ofHours(1);

    /** In events per look; the rest is written at the next look. */
    static final int MAX_EVENTS = 10_000;

    /**
     * Interval between two checks whether a look is due: a look that failed is tried again after it, and a machine that
     * was suspended is late by no more than this.
     */
    private static final Duration BETWEEN_TRIES = Duration.ofMinutes(1);

    /** In events per transaction; between two of them, a close is noticed. */
    private static final int CHUNK = 100;

    private final ExpiryCalendar calendar;
    private final ExpiryNotices notices;
    private final ExpiryOutlook outlook;
    private final InstantSource clock;
    private final BackgroundTask task;
    private volatile boolean closed;

    /** Guarded by this. Empty: the places of earlier notices have not been read from the store yet. */
    private final List<Announcer> announcers = new ArrayList<>();

    /** Guarded by this. */
    private Instant next = Instant.MIN;

    /** Looks for the first time at once, though not in the thread that starts it. */
    public ExpiryWatch(ExpiryCalendar calendar, ExpiryNotices notices, ExpiryOutlook outlook, InstantSource clock) {
        this(calendar, notices, outlook, clock, BETWEEN_TRIES);
    }

    ExpiryWatch(
            ExpiryCalendar calendar,
            ExpiryNotices notices,
            ExpiryOutlook outlook,
            InstantSource clock,
            Duration betweenTries) {
        this.calendar = calendar;
        this.notices = notices;
        this.outlook = outlook;
        this.clock = clock;
        this.task = new BackgroundTask(
                "expiry", "notices of credentials that end soon are late", betweenTries, this::lookIfDue);
        task.wake();
    }

    @Override
    public void close() {
        closed = true;
        task.close();
    }

    synchronized void lookIfDue() {
        Instant now = clock.instant();
        if (!closed && !now.isBefore(next)) {
            look(now);
            next = now.plus(BETWEEN_LOOKS);
        }
    }

    private void look(Instant now) {
        if (announcers.isEmpty()) {
            // Before this look writes anything: what it is about to write is still to be announced here.
            List<Announcer> prepared = new ArrayList<>();
            for (Threshold threshold : Threshold.values()) {
                prepared.add(new Announcer(calendar, outlook, threshold, told(threshold, now)));
            }
            announcers.addAll(prepared);
        }
        outlook.show(new ExpiryCounts(
                calendar.count(Instant.EPOCH, now),
                calendar.count(now, Threshold.DAY.until(now)),
                calendar.count(now, Threshold.WEEK.until(now)),
                calendar.count(now, Threshold.MONTH.until(now)),
                Optional.of(now)));
        announcers.forEach(announcer -> announcer.announce(now));
        if (notices.takeTurn(now, BETWEEN_LOOKS)) {
            int most = MAX_EVENTS;
            for (Threshold threshold : Threshold.values()) {
                most -= write(threshold, now, most);
            }
        }
    }

    /** Without a place in the store, now: a credential that had ended before the first look gets no notice. */
    private Instant told(Threshold threshold, Instant now) {
        return notices.toldUntil(threshold.days()).orElse(now);
    }

    private int write(Threshold threshold, Instant now, int most) {
        int written = 0;
        int chunk;
        int wanted;
        do {
            wanted = Math.min(CHUNK, most - written);
            if (wanted == 0 || closed) {
                return written;
            }
            chunk = notices.tell(
                    threshold.days(),
                    threshold.after(told(threshold, now), now),
                    threshold.until(now),
                    wanted,
                    credential -> ExpiryText.change(credential, now));
            written += chunk;
        } while (chunk == wanted);
        return written;
    }
}
