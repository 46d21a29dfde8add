package dev.countersign.store.jdbc;

import dev.countersign.client.UnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Remembers which credential was used when, and writes it down every now and then from a thread of its own. Thread-safe. */
final class LastUses implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LastUses.class);

    private static final Duration BETWEEN_WRITES = Duration.ofSeconds(10);
    private static final Duration LONGEST_GOODBYE = Duration.ofSeconds(10);

    /** In credentials: what may gather while the store cannot be asked. Of further ones the use is forgotten. */
    private static final int MOST = 100_000;

    private static final Pattern POSSIBLE_ID = Pattern.compile("[!-~]{1,100}");

    /** In credentials, in one transaction. */
    private static final int CHUNK = 200;

    /** A credential is a secret or a certificate; their ids are never the same. */
    private static final List<String> MOVE_FORWARD = List.of(
            "update countersign_client_secret set last_used_at = ? where secret_id = ? and (last_used_at is null or last_used_at < ?)",
            "update countersign_client_certificate set last_used_at = ? where certificate_id = ? and (last_used_at is null or last_used_at < ?)");

    private final Connections connections;
    private final Map<String, Instant> unwritten = new ConcurrentHashMap<>();
    private final ScheduledExecutorService writer;
    private final ScheduledFuture<?> writing;

    LastUses(Connections connections) {
        this.connections = connections;
        this.writer = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "countersign-last-uses");
            thread.setDaemon(true);
            return thread;
        });
        this.writing = writer.scheduleWithFixedDelay(
                this::writeOrKeep, BETWEEN_WRITES.toMillis(), BETWEEN_WRITES.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Returns at once. An id that no credential here can have, such as a plug-in's own, is passed over: the database might take it for a fault. */
    void used(String credentialId, Instant at) {
        if (!POSSIBLE_ID.matcher(credentialId).matches()) {
            return;
        }
        // Whole seconds will do, and mostly spare the write to the map.
        Instant second = at.truncatedTo(ChronoUnit.SECONDS);
        Instant known = unwritten.get(credentialId);
        if (known != null ? known.isBefore(second) : unwritten.size() < MOST) {
            unwritten.merge(credentialId, second, (a, b) -> a.isAfter(b) ? a : b);
        }
    }

    /** Writes all that gathered. What could not be written is kept. */
    void write() {
        // In order, so that two nodes cannot wait for each other.
        List<Map.Entry<String, Instant>> uses = List.copyOf(new TreeMap<>(unwritten).entrySet());
        for (int start = 0; start < uses.size(); start += CHUNK) {
            List<Map.Entry<String, Instant>> chunk = uses.subList(start, Math.min(start + CHUNK, uses.size()));
            List<Object[]> rows = chunk.stream()
                    .map(use -> new Object[] {use.getValue(), use.getKey(), use.getValue()})
                    .toList();
            connections.transact(connection -> {
                for (String sql : MOVE_FORWARD) {
                    Sql.executeAll(connection, sql, rows);
                }
                return rows.size();
            });
            chunk.forEach(use -> unwritten.remove(use.getKey(), use.getValue()));
        }
    }

    /** Writes what is left. */
    @Override
    public void close() {
        // No interrupt: it would close the file of an embedded database under everybody's feet.
        writing.cancel(false);
        writer.shutdown();
        try {
            if (!writer.awaitTermination(LONGEST_GOODBYE.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("the times of last use are still being written");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        writeOrKeep();
    }

    private void writeOrKeep() {
        try {
            write();
        } catch (UnavailableException e) {
            // No warning: whoever needs the store says so, and nothing is lost.
            LOG.debug("{} times of last use have to wait", unwritten.size(), e);
        } catch (RuntimeException e) {
            // Else the thread would end in silence.
            LOG.warn("the times of last use cannot be written", e);
        }
    }
}
