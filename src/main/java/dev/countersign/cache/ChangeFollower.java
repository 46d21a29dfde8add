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

    /**
     * A change takes effect on every node after half of this at the median, and after all of it at the worst. Each poll
     * is one query by primary keys.
     */
    private static final Duration BETWEEN_QUESTIONS = Duration.ofMillis(200);

    private final ChangeFeed feed;
    private final Consumer<ClientId> forget;
    private final Runnable forgetAll;
    private final Consumer<ChangeFeed.Changes> others;
    private final ChangeLag lag;
    private final BackgroundTask task;

    /** Used by the task's thread only, once it runs. */
    private ChangeFeed.Position position = ChangeFeed.Position.START;

    /**
     * Starts polling.
     *
     * @param forget drops the cached state of this client
     * @param forgetAll drops the cached state of all clients
     * @param others called with the result of each poll, for cached state that is not of clients. When it throws, the
     *     same changes are told again
     * @param lag is notified each time all changes are known here
     */
    public ChangeFollower(
            ChangeFeed feed,
            Consumer<ClientId> forget,
            Runnable forgetAll,
            Consumer<ChangeFeed.Changes> others,
            ChangeLag lag) {
        this(feed, forget, forgetAll, others, lag, BETWEEN_QUESTIONS);
    }

    ChangeFollower(
            ChangeFeed feed,
            Consumer<ClientId> forget,
            Runnable forgetAll,
            Consumer<ChangeFeed.Changes> others,
            ChangeLag lag,
            Duration betweenQuestions) {
        this.feed = feed;
        this.forget = forget;
        this.forgetAll = forgetAll;
        this.others = others;
        this.lag = lag;
        this.task = new BackgroundTask(
                "change-follower",
                "changes cannot be followed, so the store is asked about each client and each token",
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
        if (changes.otherHistory()) {
            LOG.warn("the store's history is not the one that was followed so far (it was restored, or the events since"
                    + " then have been deleted): all cached state is dropped");
        }
        if (changes.all()) {
            // Also at the start, when results from before the first poll may be cached.
            forgetAll.run();
        }
        changes.clients().forEach(forget);
        others.accept(changes);
        position = changes.position();
        lag.caughtUp(asked);
    }
}
