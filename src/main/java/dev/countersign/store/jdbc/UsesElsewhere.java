package dev.countersign.store.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The last uses of credentials that are kept elsewhere, so that there is no row of theirs. Stateless. */
final class UsesElsewhere {

    /** Ids per query. */
    private static final int CHUNK = 200;

    private UsesElsewhere() {}

    /**
     * Moves the times forward. Should another node write a credential's first use at the same moment, this fails, and
     * may be tried again.
     */
    static void write(Connection connection, List<Map.Entry<String, Instant>> uses) throws SQLException {
        Set<String> known =
                read(connection, uses.stream().map(Map.Entry::getKey).toList()).keySet();
        Sql.executeAll(
                connection,
                "insert into countersign_credential_use (credential_id, last_used_at) values (?, ?)",
                uses.stream()
                        .filter(use -> !known.contains(use.getKey()))
                        .map(use -> new Object[] {use.getKey(), use.getValue()})
                        .toList());
        Sql.executeAll(
                connection,
                "update countersign_credential_use set last_used_at = ? where credential_id = ? and last_used_at < ?",
                uses.stream()
                        .filter(use -> known.contains(use.getKey()))
                        .map(use -> new Object[] {use.getValue(), use.getKey(), use.getValue()})
                        .toList());
    }

    /** Those that were used, by their ids. */
    static Map<String, Instant> read(Connection connection, Collection<String> ids) throws SQLException {
        Map<String, Instant> uses = new HashMap<>();
        List<String> asked = List.copyOf(ids);
        for (int start = 0; start < asked.size(); start += CHUNK) {
            List<String> some = asked.subList(start, Math.min(start + CHUNK, asked.size()));
            List<Map.Entry<String, Instant>> found = new ArrayList<>(Sql.list(
                    connection,
                    row -> Map.entry(row.getString("credential_id"), Sql.instant(row, "last_used_at")),
                    "select credential_id, last_used_at from countersign_credential_use where credential_id in ("
                            + String.join(", ", Collections.nCopies(some.size(), "?")) + ")",
                    some.toArray()));
            found.forEach(use -> uses.put(use.getKey(), use.getValue()));
        }
        return uses;
    }
}
