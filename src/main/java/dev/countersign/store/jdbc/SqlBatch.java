package dev.countersign.store.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Collects rows for several statements, and then runs each statement once for all of its rows, in the order in which
 * the statements came first: a batch takes about as long as one row. Not thread-safe.
 */
final class SqlBatch {

    private final Map<String, List<Object[]>> rows = new LinkedHashMap<>();

    /** @param parameters as {@link Sql} takes them */
    void add(String sql, Object... parameters) {
        rows.computeIfAbsent(sql, first -> new ArrayList<>()).add(parameters);
    }

    void execute(Connection connection) throws SQLException {
        for (Map.Entry<String, List<Object[]>> statement : rows.entrySet()) {
            Sql.executeAll(connection, statement.getKey(), statement.getValue());
        }
    }
}
