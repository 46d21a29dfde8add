package dev.countersign.store.jdbc;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/** The table of used assertions: inserts each once, and deletes those that have expired. Thread-safe. */
final class UsedAssertions {

    static final String OLDEST = """
            select client_id, jti_hash from countersign_used_assertion
            where keep_until <= ? order by keep_until fetch first ? rows only
            """;

    private static final String CLAIMS =
            "select c, j, cast(u as timestamp(6) with time zone) as u from unnest(?, ?, ?) as claim (c, j, u)";

    /**
     * One statement, which returns the rows that it wrote: the unique key decides, and an expired row counts as free.
     */
    private static final String CLAIM_ON_POSTGRESQL = "insert into countersign_used_assertion as used"
            + " (client_id, jti_hash, keep_until) " + CLAIMS
            + " on conflict (client_id, jti_hash) do update set keep_until = excluded.keep_until"
            + " where used.keep_until <= ? returning client_id, jti_hash";

    private static final String CLAIM_ON_H2 = "select client_id, jti_hash from final table ("
            + "merge into countersign_used_assertion used using (" + CLAIMS + ")"
            + " on (used.client_id = c and used.jti_hash = j)"
            + " when matched and used.keep_until <= ? then update set keep_until = u"
            + " when not matched then insert (client_id, jti_hash, keep_until) values (c, j, u))";

    /**
     * Rows that exist are locked and returned too, so each row names the statement that has written it. The assignments
     * are made from left to right: the first one still sees the old time.
     */
    private static final String CLAIM_ON_MARIADB =
            "insert into countersign_used_assertion (client_id, jti_hash, keep_until, claim) values :rows"
                    + " on duplicate key update claim = if(keep_until <= ?, values(claim), claim),"
                    + " keep_until = if(keep_until <= ?, values(keep_until), keep_until)"
                    + " returning client_id, jti_hash, claim";

    /**
     * How often the statement is run where it fails and has written nothing: on H2, when another transaction commits a
     * row of the same key after the statement has begun; everywhere, when it was rolled back to end a deadlock.
     */
    private static final int TRIES = 3;

    private final Connections connections;

    UsedAssertions(Connections connections) {
        this.connections = connections;
    }

    /**
     * Inserts those that are not in the table or have expired there, all in one statement and one commit.
     *
     * @param assertions in the order of their keys, of which no two are equal
     * @return those that were inserted now
     * @throws dev.countersign.client.UnavailableException when that is not known; the rows may be there then
     */
    Set<UsedAssertion.Key> add(List<UsedAssertion> assertions, Instant now) {
        Instant moment = StorableInstants.of(now);
        for (int attempt = 1; ; attempt++) {
            try {
                return new HashSet<>(connections.writeOrFail((connection, vendor) -> switch (vendor) {
                    case H2 -> claim(connection, CLAIM_ON_H2, assertions, moment);
                    case POSTGRESQL -> claim(connection, CLAIM_ON_POSTGRESQL, assertions, moment);
                    case MARIADB -> claimOnMariaDb(connection, assertions, moment);
                }));
            } catch (SQLException e) {
                if (attempt == TRIES || !(SqlFailure.isTaken(e) || SqlFailure.isUndone(e))) {
                    // Only a violation of the unique key means that the row exists.
                    throw SqlFailure.isViolation(e) ? SqlFailure.unavailable(e) : SqlFailure.translate(e);
                }
            }
        }
    }

    private static List<UsedAssertion.Key> claim(
            Connection connection, String sql, List<UsedAssertion> assertions, Instant now) throws SQLException {
        return Sql.list(
                connection,
                UsedAssertions::key,
                sql,
                texts(assertions, assertion -> assertion.key().client()),
                texts(assertions, assertion -> assertion.key().jtiHash()),
                texts(assertions, assertion -> assertion.keepUntil().toString()),
                now);
    }

    private static List<UsedAssertion.Key> claimOnMariaDb(
            Connection connection, List<UsedAssertion> assertions, Instant now) throws SQLException {
        // Of this run of the statement alone: no row can bear it before.
        String claim = UUID.randomUUID().toString();
        List<Object> parameters = new ArrayList<>();
        for (UsedAssertion assertion : assertions) {
            parameters.addAll(
                    List.of(assertion.key().client(), assertion.key().jtiHash(), assertion.keepUntil(), claim));
        }
        parameters.addAll(List.of(now, now));
        String rows = String.join(", ", Collections.nCopies(assertions.size(), "(?, ?, ?, ?)"));
        return Sql.list(
                        connection,
                        row -> claim.equals(row.getString("claim"))
                                ? Optional.of(key(row))
                                : Optional.<UsedAssertion.Key>empty(),
                        CLAIM_ON_MARIADB.replace(":rows", rows),
                        parameters.toArray())
                .stream()
                .flatMap(Optional::stream)
                .toList();
    }

    /** Whether it is in the table and has not expired there. */
    boolean contain(UsedAssertion.Key key, Instant now) {
        return connections
                .read(connection -> Sql.first(
                        connection,
                        UsedAssertions::key,
                        "select client_id, jti_hash from countersign_used_assertion"
                                + " where client_id = ? and jti_hash = ? and keep_until > ?",
                        key.client(),
                        key.jtiHash(),
                        StorableInstants.of(now)))
                .isPresent();
    }

    /** Deletes up to {@code limit} that have expired, the oldest first; returns how many. */
    int forget(Instant now, int limit) {
        Instant end = StorableInstants.of(now);
        List<Object[]> ended =
                connections.read(connection -> Sql.list(connection, UsedAssertions::key, OLDEST, end, limit)).stream()
                        .sorted(Comparator.naturalOrder())
                        .map(key -> new Object[] {key.client(), key.jtiHash(), end})
                        .toList();
        connections.transact(connection -> {
            Sql.executeAll(
                    connection,
                    // The time is checked again: a new claim may have taken the row over.
                    "delete from countersign_used_assertion where client_id = ? and jti_hash = ? and keep_until <= ?",
                    ended);
            return ended.size();
        });
        return ended.size();
    }

    /** Deletes those that have expired, from now on. */
    Sweep sweep(InstantSource clock, Duration betweenTries) {
        return new Sweep(
                "used-assertions",
                "expired used assertions stay in the table for now",
                new Chore(connections, "forget-used-assertions"),
                this::forget,
                clock,
                betweenTries);
    }

    private static UsedAssertion.Key key(ResultSet row) throws SQLException {
        return new UsedAssertion.Key(row.getString("client_id"), row.getString("jti_hash"));
    }

    private static String[] texts(Collection<UsedAssertion> assertions, Function<UsedAssertion, String> text) {
        return assertions.stream().map(text).toArray(String[]::new);
    }
}
