package dev.countersign.store.jdbc;

import java.sql.Connection;
import java.sql.SQLException;

/** A number that all nodes count up: a row of {@code countersign_counter}. Immutable. */
enum Counter {
    /** The number of the last change or event. */
    CHANGES(1),
    /** The version of the signing keys. */
    SIGNING_KEYS(2),
    /** The number of the last revocation of a token. */
    REVOCATIONS(3);

    private final int id;

    Counter(int id) {
        this.id = id;
    }

    /**
     * Counts up, and returns the new number. Locks the row until the end of the transaction: numbers rise in the order
     * of the commits.
     */
    long next(Connection connection) throws SQLException {
        return next(connection, 1);
    }

    /** The same for several numbers; returns the last one. */
    long next(Connection connection, int numbers) throws SQLException {
        Sql.execute(connection, "update countersign_counter set n = n + ? where id = ?", numbers, id);
        return last(connection);
    }

    /** As it was committed last, or as this transaction has left it. */
    long last(Connection connection) throws SQLException {
        return Sql.first(connection, row -> row.getLong(1), "select n from countersign_counter where id = ?", id)
                .orElseThrow(() -> new IllegalStateException("countersign_counter has lost its row " + id));
    }
}
