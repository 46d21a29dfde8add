package dev.countersign.store.jdbc;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;

/** How MariaDB would run a statement. Stateless. */
final class MariaDbPlan {

    private MariaDbPlan() {}

    /** Per table how it is read and by which index, and {@code filesort} where rows are sorted, separated by commas. */
    static String of(Connection connection, String sql, Object... parameters) throws SQLException {
        return String.join(", ", Sql.list(connection, MariaDbPlan::step, "explain " + sql, parameters));
    }

    private static String step(ResultSet row) throws SQLException {
        String extra = String.valueOf(row.getString("Extra"));
        return row.getString("type") + " " + row.getString("key") + (extra.contains("filesort") ? " filesort" : "");
    }
}
