package dev.countersign.store.jdbc;

import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Runs statements: binds their parameters, reads their rows, never waits longer than {@link Connections#MAX_WAIT}, nor
 * beyond the {@link Deadline}.
 * Stateless.
 */
final class Sql {

    private Sql() {}

    /** Maps the current row of a result to a value. */
    @FunctionalInterface
    interface RowReader<T> {

        T read(ResultSet row) throws SQLException;
    }

    /**
     * @param parameters a {@code String}, an array of them (not on MariaDB), a number, a {@code Boolean}, an
     * {@code Instant}, or an {@code Optional<Instant>} or {@code OptionalInt} for a column that may be null
     */
    static <T> List<T> list(Connection connection, RowReader<T> reader, String sql, Object... parameters)
            throws SQLException {
        try (PreparedStatement statement = prepare(connection, sql)) {
            bind(statement, parameters);
            try (ResultSet rows = statement.executeQuery()) {
                List<T> list = new ArrayList<>();
                while (rows.next()) {
                    list.add(reader.read(rows));
                }
                return list;
            }
        }
    }

    static <T> Optional<T> first(Connection connection, RowReader<T> reader, String sql, Object... parameters)
            throws SQLException {
        return list(connection, reader, sql, parameters).stream().findFirst();
    }

    /** Returns the number of rows that it changed. */
    static int execute(Connection connection, String sql, Object... parameters) throws SQLException {
        try (PreparedStatement statement = prepare(connection, sql)) {
            bind(statement, parameters);
            return statement.executeUpdate();
        }
    }

    /** Runs the same statement once per row of parameters, as one JDBC batch. */
    static void executeAll(Connection connection, String sql, List<Object[]> rows) throws SQLException {
        if (rows.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = prepare(connection, sql)) {
            for (Object[] row : rows) {
                bind(statement, row);
                statement.addBatch();
            }
            statement.executeBatch();
        } catch (BatchUpdateException e) {
            throw withoutRows(e);
        }
    }

    /** PostgreSQL's driver quotes the row in the message of the batch: hashes and encrypted secrets. */
    private static SQLException withoutRows(BatchUpdateException failure) {
        SQLException reason = failure.getNextException();
        return reason == null
                ? new SQLException("a batch failed", failure.getSQLState(), failure.getErrorCode())
                : reason;
    }

    /** Places for so many parameters, as in a list of values. */
    static String places(int number) {
        return String.join(", ", Collections.nCopies(number, "?"));
    }

    static Instant instant(ResultSet row, String column) throws SQLException {
        return instant(row, row.findColumn(column));
    }

    static Instant instant(ResultSet row, int column) throws SQLException {
        return optionalInstant(row, column)
                .orElseThrow(() -> new IllegalStateException("a time is missing in the client store"));
    }

    static Optional<Instant> optionalInstant(ResultSet row, int column) throws SQLException {
        return Vendor.storesInstants(row.getStatement().getConnection())
                ? Optional.ofNullable(row.getObject(column, OffsetDateTime.class))
                        .map(OffsetDateTime::toInstant)
                : Optional.ofNullable(row.getObject(column, LocalDateTime.class))
                        .map(time -> time.toInstant(ZoneOffset.UTC));
    }

    /**
     * Never a {@code Timestamp}, nor an {@code OffsetDateTime} for a column without a time zone: the driver would
     * convert these to the time zone of the process or of the session.
     */
    private static Object bindable(Connection connection, Instant instant) throws SQLException {
        OffsetDateTime time = instant.atOffset(ZoneOffset.UTC);
        return Vendor.storesInstants(connection) ? time : time.toLocalDateTime();
    }

    private static PreparedStatement prepare(Connection connection, String sql) throws SQLException {
        int seconds = Deadline.secondsForStatement();
        PreparedStatement statement = connection.prepareStatement(sql);
        statement.setQueryTimeout(seconds);
        return statement;
    }

    private static void bind(PreparedStatement statement, Object... parameters) throws SQLException {
        for (int i = 0; i < parameters.length; i++) {
            Object value = parameters[i] instanceof Optional<?> optional ? optional.orElse(null) : parameters[i];
            if (value == null) {
                statement.setNull(i + 1, Types.TIMESTAMP_WITH_TIMEZONE);
            } else if (value instanceof OptionalInt number) {
                bind(statement, i + 1, number);
            } else if (value instanceof Instant instant) {
                statement.setObject(i + 1, bindable(statement.getConnection(), instant));
            } else if (value instanceof String text) {
                statement.setString(i + 1, storable(text));
            } else if (value instanceof String[] texts) {
                statement.setArray(i + 1, statement.getConnection().createArrayOf("varchar", texts));
            } else {
                statement.setObject(i + 1, value);
            }
        }
    }

    private static void bind(PreparedStatement statement, int index, OptionalInt number) throws SQLException {
        if (number.isPresent()) {
            statement.setInt(index, number.getAsInt());
        } else {
            statement.setNull(index, Types.INTEGER);
        }
    }

    /** Checked here: not every database can store these characters, and each of the others fails in its own way. */
    private static String storable(String text) {
        if (text.indexOf('\0') >= 0 || text.codePoints().anyMatch(c -> Character.getType(c) == Character.SURROGATE)) {
            throw new IllegalArgumentException("a text holds a character that cannot be stored");
        }
        return text;
    }
}
