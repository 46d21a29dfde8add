package dev.countersign.store.jdbc;

import dev.countersign.client.ClientId;
import dev.countersign.client.UnavailableException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;

/** The table of assertions that were used: writes each down once, and forgets those that have ended. Thread-safe. */
final class UsedAssertions {

    static final String OLDEST = """
            select client_id, jti_hash from countersign_used_assertion
            where keep_until <= ? order by keep_until fetch first ? rows only
            """;

    /** How often a claim may find the row there and then not there, as another node forgets it. */
    private static final int TRIES = 3;

    private final Connections connections;

    UsedAssertions(Connections connections) {
        this.connections = connections;
    }

    /** Whether this was the first one to write it down. */
    boolean add(ClientId client, String jti, Instant keepUntil, Instant now) {
        String hash = hash(jti);
        Instant end = StorableInstants.notBefore(keepUntil);
        try {
            return connections.writeOrFail(connection -> add(connection, client, hash, end, StorableInstants.of(now)));
        } catch (SQLException e) {
            if (SqlFailure.isViolation(e)) {
                // Not that the row is there, so we do not know.
                throw SqlFailure.unavailable(e);
            }
            throw SqlFailure.translate(e);
        }
    }

    /** The unique key decides. */
    private static boolean add(Connection connection, ClientId client, String hash, Instant end, Instant now)
            throws SQLException {
        for (int i = 0; i < TRIES; i++) {
            if (insert(connection, client, hash, end) || takeOver(connection, client, hash, end, now)) {
                return true;
            }
            if (isThere(connection, client, hash)) {
                return false;
            }
        }
        throw new UnavailableException("a used assertion is there and is not");
    }

    private static boolean insert(Connection connection, ClientId client, String hash, Instant end)
            throws SQLException {
        try {
            Sql.execute(
                    connection,
                    "insert into countersign_used_assertion (client_id, jti_hash, keep_until) values (?, ?, ?)",
                    client.value(),
                    hash,
                    end);
            return true;
        } catch (SQLException e) {
            if (SqlFailure.isTaken(e)) {
                return false;
            }
            throw e;
        }
    }

    /** An assertion that has ended and is not forgotten yet does not count: its client may use the id again. Of several that see this, one finds it so. */
    private static boolean takeOver(Connection connection, ClientId client, String hash, Instant end, Instant now)
            throws SQLException {
        return Sql.execute(
                        connection,
                        "update countersign_used_assertion set keep_until = ? where client_id = ? and jti_hash = ? and keep_until <= ?",
                        end,
                        client.value(),
                        hash,
                        now)
                == 1;
    }

    private static boolean isThere(Connection connection, ClientId client, String hash) throws SQLException {
        return Sql.first(
                        connection,
                        row -> row.getInt(1),
                        "select 1 from countersign_used_assertion where client_id = ? and jti_hash = ?",
                        client.value(),
                        hash)
                .isPresent();
    }

    /** Forgets as many as {@code limit} that have ended, the oldest first, and tells how many there were. */
    int forget(Instant now, int limit) {
        Instant end = StorableInstants.of(now);
        List<Object[]> ended = connections.read(connection -> Sql.list(
                connection,
                row -> new Object[] {row.getString("client_id"), row.getString("jti_hash"), end},
                OLDEST,
                end,
                limit));
        connections.transact(connection -> {
            Sql.executeAll(
                    connection,
                    // The time again: the row may have been taken over.
                    "delete from countersign_used_assertion where client_id = ? and jti_hash = ? and keep_until <= ?",
                    ended);
            return ended.size();
        });
        return ended.size();
    }

    private static String hash(String jti) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(jti.getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
