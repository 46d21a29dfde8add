package dev.countersign.cache;

import dev.countersign.client.ChangeFeed;
import dev.countersign.client.ClientId;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks again and again what was changed on any node, from a thread of its own, and has them forgotten here. Thread-safe. */
public final class ChangeFollower implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ChangeFollower.class);

    /** Half of the second within which a change shows on every node. */
    private static final Duration BETWEEN_QUESTIONS = Duration.ofMillis(500);

    private static final Duration LONGEST_GOODBYE = Duration.ofSeconds(10);

    /** After all there ever was: the answer says where the end is. */
    private static final long END = Long.MAX_VALUE;

    private final ChangeFeed feed;
    private final Consumer<ClientId> forget;
    private final Runnable forgetAll;
    private final ScheduledExecutorService thread;
    private final ScheduledFuture<?> following;

    /** Of the thread alone, once it runs. */
    private long position = END;

    /** Of the thread alone, once it runs. */
    private boolean outage;

    /**
     * Follows from now on.
     *
     * @param forget what is remembered of this client
     * @param forgetAll what is remembered of all clients
     */
    public ChangeFollower(ChangeFeed feed, Consumer<ClientId> forget, Runnable forgetAll) {
        this(feed, forget, forgetAll, BETWEEN_QUESTIONS);
    }

    ChangeFollower(ChangeFeed feed, Consumer<ClientId> forget, Runnable forgetAll, Duration betweenQuestions) {
        this.feed = feed;
        this.forget = forget;
        this.forgetAll = forgetAll;
        // The first question here, so that no change after this is missed.
        follow();
        this.thread = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread daemon = new Thread(task, "countersign-change-follower");
            daemon.setDaemon(true);
            return daemon;
        });
        this.following = thread.scheduleWithFixedDelay(
                this::follow, betweenQuestions.toMillis(), betweenQuestions.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        following.cancel(false);
        // No interrupt: it would close the file of an embedded database under everybody's feet.
        thread.shutdown();
        try {
            if (!thread.awaitTermination(LONGEST_GOODBYE.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("the store still has not said which clients were changed");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Catches all, since the thread would end in silence otherwise. */
    private void follow() {
        try {
            catchUp();
            if (outage) {
                LOG.info("changes of clients are being followed again");
            }
            outage = false;
        } catch (RuntimeException e) {
            if (!outage) {
                LOG.warn(
                        "changes of clients cannot be followed; until they can, they show here when what is remembered ends",
                        e);
            }
            outage = true;
        }
    }

    private void catchUp() {
        ChangeFeed.Changes changes = feed.since(position);
        while (!changes.isEmpty()) {
            if (changes.all()) {
                forgetAll.run();
            }
            changes.clients().forEach(forget);
            position = changes.position();
            changes = feed.since(position);
        }
        position = changes.position();
    }
}
