package dev.countersign.launch;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;

/**
 * The threads that answer requests. Jetty's strategy ({@code AdaptiveExecutionStrategy}) starts another thread to watch
 * a selector while the watching one answers a request, and lets both race for the watch afterwards. Nearly every
 * request is answered before the other thread is awake, so here it is started only when a request has taken a while.
 * Out of memory, the process ends. Thread-safe.
 */
final class RequestThreads extends QueuedThreadPool {
    /**
     * Within two ticks a selector has a new watching thread: so long can a request that blocks delay the selector's
     * other connections.
     */
    private static final Duration TICK = Duration.ofNanos(500_000);

    /** Ticks without a request before the clock stops. */
    private static final int MAX_IDLE_TICKS = 40;

    /**
     * After a slow request, the other thread is started at once for so many requests: where requests wait for a
     * database, most are slow.
     */
    private static final int AFTER_A_LONG_ONE = 16;

    private static final Logger LOG = Logger.getLogger(RequestThreads.class.getName());

    /** One watch per selector, by Jetty's strategy of that selector. */
    private final Map<Runnable, Watch> watches = new ConcurrentHashMap<>();

    private final int watched;

    private volatile boolean asleep;
    private volatile @Nullable Thread clock;

    /** @param watched the selectors of all connectors together */
    RequestThreads(int most, int least, int watched) {
        super(most, least);
        this.watched = watched;
        setReservedThreads(2 * watched);
    }

    /** Selectors of a connector: one per processor, since one thread answers all quick requests of a selector. */
    static int selectors() {
        return Runtime.getRuntime().availableProcessors();
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        Thread thread = new Thread(this::tick, getName() + "-clock");
        thread.setDaemon(true);
        clock = thread;
        thread.start();
    }

    @Override
    protected void doStop() throws Exception {
        Thread thread = clock;
        clock = null;
        LockSupport.unpark(thread);
        super.doStop();
    }

    /** Called by the watching thread, just before it answers a request. */
    @Override
    public boolean tryExecute(Runnable strategy) {
        Watch watch = watches.computeIfAbsent(strategy, key -> new Watch());
        // Jetty reserves these threads: with one per selector, a watch can be relieved even when all other threads
        // block.
        boolean late = watch.isQuick() && getCurrentReservedThreads() >= watched;
        watch.begins(late);
        if (!late) {
            return super.tryExecute(strategy);
        }
        if (asleep) {
            asleep = false;
            LockSupport.unpark(clock);
        }
        return true;
    }

    @Override
    protected void runJob(Runnable job) {
        try {
            super.runJob(job);
        } catch (Throwable e) {
            Exhaustion.check(e);
            throw e;
        }
    }

    private void tick() {
        int idle = 0;
        while (clock == Thread.currentThread()) {
            idle = relieve() ? 0 : idle + 1;
            if (idle > MAX_IDLE_TICKS) {
                asleep = true;
                if (!relieve() && clock == Thread.currentThread()) {
                    LockSupport.park(this);
                }
                asleep = false;
                idle = 0;
            }
            LockSupport.parkNanos(this, TICK.toNanos());
        }
    }

    /** Whether a request is being answered, or was since the last call. */
    private boolean relieve() {
        boolean busy = false;
        for (Map.Entry<Runnable, Watch> each : watches.entrySet()) {
            Watch watch = each.getValue();
            busy |= watch.isAlone();
            if (watch.isOverdue()) {
                relieve(each.getKey());
            }
        }
        return busy;
    }

    private void relieve(Runnable strategy) {
        try {
            if (!super.tryExecute(strategy)) {
                execute(strategy);
            }
        } catch (RejectedExecutionException e) {
            LOG.log(Level.FINE, "the server stops", e);
        }
    }

    /**
     * The watch over one selector. One thread at a time calls {@link #isQuick} and {@link #begins}; the clock calls the
     * other methods.
     */
    private static final class Watch {
        private @Nullable Thread last;
        private int distrust;
        private volatile boolean alone;
        private final AtomicInteger requests = new AtomicInteger();
        private int seen;

        /** Whether the last requests were answered before the watching thread had to be relieved. */
        boolean isQuick() {
            Thread now = Thread.currentThread();
            if (distrust > 0) {
                distrust--;
            } else if (last != null && last != now) {
                distrust = AFTER_A_LONG_ONE;
            }
            last = now;
            return distrust == 0;
        }

        void begins(boolean withoutRelief) {
            requests.incrementAndGet();
            alone = withoutRelief;
        }

        boolean isAlone() {
            return alone;
        }

        /** Whether the same request is still running as at the last call; true once per request. */
        boolean isOverdue() {
            int now = requests.get();
            boolean overdue = alone && now == seen;
            seen = now;
            if (overdue) {
                alone = false;
            }
            return overdue;
        }
    }
}
