package dev.countersign.expiry;

import dev.countersign.client.ExpiryCalendar;
import dev.countersign.client.ExpiryCounts;
import dev.countersign.client.ExpiryNotices;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks every hour, from a thread of its own, which credentials end in 30, 7 and 1 days: counts them, announces them on this node, and has one of all nodes write it
 * into the audit trail. After an outage, of the store or of all nodes, what was missed is told at the first look. Thread-safe.
 */
public final class ExpiryWatch implements AutoCloseable {

    static final Duration BETWEEN_LOOKS = Duration.ofHours(1);

    /** In events, in one look; what is left then is for the next one. */
    static final int MOST_EVENTS = 10_000;

    private static final Logger LOG = LoggerFactory.getLogger(ExpiryWatch.class);

    /** How often it is asked whether a look is due: after a failure the next one is, and a machine that slept is late by no more than this. */
    private static final Duration BETWEEN_TRIES = Duration.ofMinutes(1);

    /** In events: after so many it is seen whether to go on. */
    private static final int CHUNK = 100;

    private static final Duration LONGEST_GOODBYE = Duration.ofSeconds(10);

    private final ExpiryCalendar calendar;
    private final ExpiryNotices notices;
    private final ExpiryOutlook outlook;
    private final InstantSource clock;
    private final ScheduledExecutorService thread;
    private final ScheduledFuture<?> looking;
    private volatile boolean closed;

    /** Guarded by this. Empty: not known yet what was told before. */
    private final List<Announcer> announcers = new ArrayList<>();

    /** Guarded by this. */
    private Instant next = Instant.MIN;

    /** Guarded by this. */
    private boolean outage;

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
        this.thread = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread daemon = new Thread(task, "countersign-expiry");
            daemon.setDaemon(true);
            return daemon;
        });
        this.looking =
                thread.scheduleWithFixedDelay(this::lookOrWait, 0, betweenTries.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        closed = true;
        // No interrupt: it would close the file of an embedded database under everybody's feet.
        looking.cancel(false);
        thread.shutdown();
        try {
            if (!thread.awaitTermination(LONGEST_GOODBYE.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("the store still has not said which credentials end soon");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Catches all, since the thread would end in silence otherwise. */
    synchronized void lookOrWait() {
        Instant now = clock.instant();
        if (closed || now.isBefore(next)) {
            return;
        }
        try {
            look(now);
            next = now.plus(BETWEEN_LOOKS);
            if (outage) {
                LOG.info("it is known again which credentials end soon");
            }
            outage = false;
        } catch (RuntimeException e) {
            if (!outage) {
                LOG.warn("it cannot be told which credentials end soon; it will be as soon as it can", e);
            }
            outage = true;
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
            int most = MOST_EVENTS;
            for (Threshold threshold : Threshold.values()) {
                most -= write(threshold, now, most);
            }
        }
    }

    /** What nobody was told of yet and has ended by now need not be told any more. */
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
