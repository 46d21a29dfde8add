package dev.countersign.store.jdbc;

import dev.countersign.client.CredentialUse;
import dev.countersign.task.BackgroundTask;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * Collects the last use of each credential in memory, and writes them to the store periodically in the background.
 * Thread-safe.
 */
final class LastUses implements CredentialUse, AutoCloseable {

    private static final Duration BETWEEN_WRITES = Duration.ofSeconds(10);

    /** Collected while the store is unavailable; the uses of further credentials are lost. */
    private static final int MAX_CREDENTIALS = 100_000;

    private static final Pattern POSSIBLE_ID = Pattern.compile("[!-~]{1,100}");

    /** Credentials per transaction. */
    private static final int CHUNK = 200;

    /** A credential is a secret or a certificate; their ids are never the same. */
    private static final List<String> MOVE_FORWARD = List.of(
            "update countersign_client_secret set last_used_at = ? where secret_id = ? and (last_used_at is null or last_used_at < ?)",
            "update countersign_client_certificate set last_used_at = ? where certificate_id = ? and (last_used_at is null or last_used_at < ?)");

    private final Connections connections;
    private final Writing writing;
    private final Map<String, Instant> unwritten = new ConcurrentHashMap<>();
    private final BackgroundTask task;

    /** Of the credentials in these tables. */
    LastUses(Connections connections) {
        this(connections, BETWEEN_WRITES);
    }

    LastUses(Connections connections, Duration betweenWrites) {
        this(connections, LastUses::write, betweenWrites);
    }

    private LastUses(Connections connections, Writing writing, Duration betweenWrites) {
        this.connections = connections;
        this.writing = writing;
        this.task = new BackgroundTask(
                "last-uses", "the times of last use are kept until they can be written", betweenWrites, this::write);
    }

    /** Of credentials that are kept elsewhere. */
    static LastUses elsewhere(Connections connections) {
        return new LastUses(connections, UsesElsewhere::write, BETWEEN_WRITES);
    }

    /** Writes a chunk of uses, sorted by the ids of the credentials. */
    @FunctionalInterface
    private interface Writing {

        void write(Connection connection, List<Map.Entry<String, Instant>> uses) throws SQLException;
    }

    /**
     * Never waits for the store. An id that no credential in the store can have, such as a plug-in's own, is ignored: a
     * character that the database cannot store would fail the whole batch.
     */
    @Override
    public void used(String credentialId, Instant at) {
        if (!POSSIBLE_ID.matcher(credentialId).matches()) {
            return;
        }
        // Whole seconds are precise enough, and mostly save the write to the map.
        Instant second = at.truncatedTo(ChronoUnit.SECONDS);
        Instant known = unwritten.get(credentialId);
        if (known != null ? known.isBefore(second) : unwritten.size() < MAX_CREDENTIALS) {
            unwritten.merge(credentialId, second, (a, b) -> a.isAfter(b) ? a : b);
        }
    }

    /** Writes all collected uses; those that could not be written are kept. */
    void write() {
        // Sorted, so that two nodes lock rows in the same order and cannot deadlock.
        List<Map.Entry<String, Instant>> uses = List.copyOf(new TreeMap<>(unwritten).entrySet());
        for (int start = 0; start < uses.size(); start += CHUNK) {
            List<Map.Entry<String, Instant>> chunk = uses.subList(start, Math.min(start + CHUNK, uses.size()));
            connections.transact(connection -> {
                writing.write(connection, chunk);
                return chunk.size();
            });
            chunk.forEach(use -> unwritten.remove(use.getKey(), use.getValue()));
        }
    }

    private static void write(Connection connection, List<Map.Entry<String, Instant>> uses) throws SQLException {
        List<Object[]> rows = uses.stream()
                .map(use -> new Object[] {use.getValue(), use.getKey(), use.getValue()})
                .toList();
        for (String sql : MOVE_FORWARD) {
            Sql.executeAll(connection, sql, rows);
        }
    }

    /** Writes the uses that are left. */
    @Override
    public void close() {
        task.wake();
        task.close();
    }
}
