package dev.countersign.store.jdbc;

import dev.countersign.token.RevokedTokens;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/** The table of revoked tokens, which are numbered in the order of their commits. Thread-safe. */
final class JdbcRevokedTokens implements RevokedTokens {

    /** Of {@code jti}. */
    static final int MAX_ID_CHARS = 64;

    /** How long a row outlives its token: the clock of another node may be behind. */
    static final Duration KEPT_LONGER = Duration.ofMinutes(10);

    static final String SINCE =
            "select n, jti, expires_at from countersign_revoked_token where n > ? order by n fetch first ? rows only";

    static final String OLDEST =
            "select jti from countersign_revoked_token where expires_at <= ? order by expires_at fetch first ? rows only";

    /** A larger limit is cut to this. */
    private static final int MAX_STEP_TOKENS = 1000;

    private final Connections connections;

    JdbcRevokedTokens(Connections connections) {
        this.connections = connections;
    }

    /** @throws IllegalArgumentException when the id is too long to be one of ours */
    @Override
    public void revoke(Revoked token) {
        if (token.id().length() > MAX_ID_CHARS) {
            throw new IllegalArgumentException("a jti has at most " + MAX_ID_CHARS + " characters");
        }
        // Rounded up: the row must not end before its token.
        Instant expiresAt = StorableInstants.notBefore(token.expiresAt());
        // Read before the row lock on the counter is taken: a token that is revoked already delays no other revocation.
        if (!isRevoked(token.id())) {
            connections.transact(connection -> insert(connection, token.id(), expiresAt));
        }
    }

    private static boolean insert(Connection connection, String id, Instant expiresAt) throws SQLException {
        // The first statement, since its row lock excludes all other revocations until the commit: what the look-up
        // finds afterwards stays true, and no number becomes visible after a higher one.
        long number = Counter.REVOCATIONS.next(connection);
        if (contains(connection, id)) {
            connection.rollback();
            return false;
        }
        Sql.execute(
                connection,
                "insert into countersign_revoked_token (jti, n, expires_at) values (?, ?, ?)",
                id,
                number,
                expiresAt);
        return true;
    }

    @Override
    public boolean isRevoked(String tokenId) {
        return connections.read(connection -> contains(connection, tokenId));
    }

    private static boolean contains(Connection connection, String id) throws SQLException {
        return Sql.first(connection, row -> row.getInt(1), "select 1 from countersign_revoked_token where jti = ?", id)
                .isPresent();
    }

    @Override
    public Revocations since(long position, int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("a step has at least one revocation");
        }
        int size = Math.min(limit, MAX_STEP_TOKENS);
        return connections.read(connection -> since(connection, position, size));
    }

    private static Revocations since(Connection connection, long position, int size) throws SQLException {
        // The end is read before the rows: a revocation that is committed in between is read now or the next time,
        // not skipped.
        long end = Counter.REVOCATIONS.last(connection);
        List<Numbered> found = Sql.list(
                connection,
                row -> new Numbered(row.getLong(1), new Revoked(row.getString(2), Sql.instant(row, 3))),
                SINCE,
                position,
                size);
        // Where there are none, those up to the end have been forgotten, or the store is older than the position.
        return found.isEmpty()
                ? new Revocations(end, List.of())
                : new Revocations(
                        found.get(found.size() - 1).number(),
                        found.stream().map(Numbered::token).toList());
    }

    private record Numbered(long number, Revoked token) {}

    /** Deletes those whose tokens have expired, from now on. */
    Sweep sweep(InstantSource clock, Duration betweenTries) {
        return new Sweep(
                "revoked-tokens",
                "expired revoked tokens stay in the table for now",
                new Chore(connections, "forget-revoked-tokens"),
                this::forget,
                clock,
                betweenTries);
    }

    private int forget(Instant now, int limit) {
        Instant end = StorableInstants.of(now.minus(KEPT_LONGER));
        List<Object[]> ended =
                connections
                        .read(connection -> Sql.list(connection, row -> row.getString(1), OLDEST, end, limit))
                        .stream()
                        // In one order, so that two nodes cannot deadlock.
                        .sorted()
                        .map(id -> new Object[] {id})
                        .toList();
        connections.transact(connection -> {
            Sql.executeAll(connection, "delete from countersign_revoked_token where jti = ?", ended);
            return ended.size();
        });
        return ended.size();
    }
}
