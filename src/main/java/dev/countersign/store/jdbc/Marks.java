package dev.countersign.store.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;

/** Remembers what happened once and for all. Stateless; to be used in a turn of the {@link Ledger} only. */
final class Marks {

    private Marks() {}

    /** False when the mark is there already. */
    static boolean make(Connection connection, String name, Instant now) throws SQLException {
        boolean there = Sql.first(
                        connection, row -> row.getInt(1), "select 1 from countersign_mark where name = ?", name)
                .isPresent();
        if (there) {
            return false;
        }
        Sql.execute(connection, "insert into countersign_mark (name, made_at) values (?, ?)", name, now);
        return true;
    }
}
