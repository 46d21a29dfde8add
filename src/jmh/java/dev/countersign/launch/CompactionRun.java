package dev.countersign.launch;

import dev.countersign.bench.StoreFilling;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How long requests wait while the file of the embedded database is compacted: for each pair of a number of clients and
 * a size of the file in MB. The file grows by committed changes of one client each; one thread goes on with these
 * meanwhile, and its longest wait is printed beside the time of the compaction.
 */
public final class CompactionRun {
    private static final List<String> SIZES = List.of("100:128", "100:1024", "100000:512");
    private static final int THREADS = 4;
    private static final long MEGABYTE = 1024 * 1024;

    private CompactionRun() {}

    /** @param sizes pairs like {@code 100:128}; none: the usual ones */
    public static void main(List<String> sizes) throws Exception {
        for (String each : sizes.isEmpty() ? SIZES : sizes) {
            String[] pair = each.split(":", 2);
            run(Integer.parseInt(pair[0]), Long.parseLong(pair[1]) * MEGABYTE);
        }
    }

    private static void run(int clients, long bytes) throws Exception {
        Path directory = Files.createTempDirectory("countersign-compaction");
        DataDirectory data = new DataDirectory(directory);
        try (EmbeddedPool pool = new EmbeddedPool(data)) {
            StoreFilling.fill(pool, clients);
            pool.compact();
            long live = pool.size();
            AtomicInteger changes = new AtomicInteger();
            grow(pool, clients, bytes, changes);
            measure(pool, clients, live, changes);
        } finally {
            PrivateFiles.deleteTree(directory);
        }
    }

    private static void grow(EmbeddedPool pool, int clients, long bytes, AtomicInteger changes)
            throws InterruptedException, ExecutionException {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        List<Future<?>> growing = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            growing.add(threads.submit(() -> {
                while (pool.size() < bytes) {
                    change(pool, clients, changes.getAndIncrement());
                }
                return null;
            }));
        }
        for (Future<?> each : growing) {
            each.get();
        }
        threads.shutdown();
    }

    private static void measure(EmbeddedPool pool, int clients, long live, AtomicInteger changes) throws Exception {
        long before = pool.size();
        int grown = changes.get();
        int percent = pool.percentInUse();
        AtomicBoolean over = new AtomicBoolean();
        AtomicLong longest = new AtomicLong();
        ExecutorService thread = Executors.newSingleThreadExecutor();
        Future<?> going = thread.submit(() -> {
            // Not until an interrupt, which would close H2's file.
            while (!over.get()) {
                long begin = System.nanoTime();
                change(pool, clients, changes.getAndIncrement());
                longest.accumulateAndGet(System.nanoTime() - begin, Math::max);
            }
            return null;
        });
        Duration cpu = cpu();
        long begin = System.nanoTime();
        if (!pool.compact()) {
            throw new IllegalStateException("the database is in use all the time");
        }
        double seconds = (System.nanoTime() - begin) / 1e9;
        double processor = cpu().minus(cpu).toNanos() / 1e9;
        int reached = changes.get();
        while (changes.get() < reached + 2 && !going.isDone()) {
            Thread.onSpinWait();
        }
        over.set(true);
        thread.shutdown();
        going.get();
        System.out.printf(
                Locale.ROOT,
                "%d clients: %.1f MB compact; %d changes to %.1f MB (%d %% in use); compacted in %.2f s (%.2f s of CPU) to"
                        + " %.1f MB; longest change %.2f s%n",
                clients,
                live / 1e6,
                grown,
                before / 1e6,
                percent,
                seconds,
                processor,
                pool.size() / 1e6,
                longest.get() / 1e9);
    }

    private static Duration cpu() {
        return ProcessHandle.current().info().totalCpuDuration().orElseThrow();
    }

    private static void change(EmbeddedPool pool, int clients, int number) throws SQLException {
        try (Connection connection = pool.getConnection();
                PreparedStatement update = connection.prepareStatement(
                        "update countersign_client set description = ? where client_id = ?")) {
            update.setString(1, "change " + number);
            update.setString(2, StoreFilling.id((int) (number * 7919L % clients)));
            update.executeUpdate();
        }
    }
}
