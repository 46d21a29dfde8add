package dev.countersign.cache;

import dev.countersign.client.ChangeFeed;
import dev.countersign.client.ClientId;
import dev.countersign.task.BackgroundTask;
import dev.countersign.task.ChangeLag;
import java.time.Duration;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Polls the store for changes of any node, and drops the changed clients from this node's caches. Thread-safe. */
public final class ChangeFollower implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ChangeFollower.class);

    /** Half of the second within which a change takes effect on every node. */
    private static final Duration BETWEEN_QUESTIONS = Duration.ofMillis(500);

    /** After all changes: the result tells the latest position. */
    private static final long END = Long.MAX_VALUE;

    private final ChangeFeed feed;
    private final Consumer<ClientId> forget;
    private final Runnable forgetAll;
    private final ChangeLag lag;
    private final BackgroundTask task;

    /** Used by the task's thread only, once it runs. */
    private long position = END;

    /**
     * Starts polling.
     *
     * @param forget drops the cached state of this client
     * @param forgetAll drops the cached state of all clients
     * @param lag is notified each time all changes are known here
     */
    public ChangeFollower(ChangeFeed feed, Consumer<ClientId> forget, Runnable forgetAll, ChangeLag lag) {
        this(feed, forget, forgetAll, lag, BETWEEN_QUESTIONS);
    }

    ChangeFollower(
            ChangeFeed feed, Consumer<ClientId> forget, Runnable forgetAll, ChangeLag lag, Duration betweenQuestions) {
        this.feed = feed;
        this.forget = forget;
        this.forgetAll = forgetAll;
        this.lag = lag;
        this.task = new BackgroundTask(
                "change-follower",
                "changes of clients cannot be followed, so the store is asked about each client",
                betweenQuestions,
                this::follow);
        task.wake();
    }

    @Override
    public void close() {
        task.close();
    }

    private void follow() {
        long asked = lag.now();
        ChangeFeed.Changes changes = feed.since(position);
        if (changes.position() < position) {
            // At the start, when results from before it may be cached; or when the store was restored to an older
            // state.
            if (position != END) {
                LOG.warn("the store's latest change is older than one seen before: all cached clients are dropped");
            }
            forgetAll.run();
        }
        while (!changes.isEmpty()) {
            if (changes.all()) {
                forgetAll.run();
            }
            changes.clients().forEach(forget);
            position = changes.position();
            changes = feed.since(position);
        }
        position = changes.position();
        lag.caughtUp(asked);
    }
}
