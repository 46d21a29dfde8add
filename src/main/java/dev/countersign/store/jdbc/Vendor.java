package dev.countersign.store.jdbc;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** A supported database, and what differs in its SQL. Immutable. */
enum Vendor {
    H2("H2", 2, 0, "migration", "", true),
    POSTGRESQL("PostgreSQL", 12, 0, "migration", "collate \"C\"", false),
    MARIADB("MariaDB", 10, 11, "mariadb", "", false);

    /**
     * Of MariaDB's {@code max_allowed_packet}, in bytes. A statement may hold a property of a million characters of
     * four bytes, and the driver escapes some of them.
     */
    private static final long SMALLEST_PACKET = 8 << 20;

    private final String product;
    private final int oldestMajor;
    private final int oldestMinor;
    private final String migrations;
    private final String exact;
    private final boolean oneWriter;

    /** @param migrations the folder of its migrations; equal versions in all folders lead to equal tables */
    Vendor(String product, int oldestMajor, int oldestMinor, String migrations, String exact, boolean oneWriter) {
        this.product = product;
        this.oldestMajor = oldestMajor;
        this.oldestMinor = oldestMinor;
        this.migrations = migrations;
        this.exact = exact;
        this.oneWriter = oneWriter;
    }

    /** @throws IllegalArgumentException when it is not supported; the text names those that are */
    static Vendor of(Connection connection) throws SQLException {
        DatabaseMetaData found = connection.getMetaData();
        String product = found.getDatabaseProductName();
        int major = found.getDatabaseMajorVersion();
        int minor = found.getDatabaseMinorVersion();
        return Arrays.stream(values())
                .filter(vendor -> vendor.product.equals(product) && vendor.takes(major, minor))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("the client store is " + product + " " + major + "."
                        + minor + ", which is not supported; supported: "
                        + Arrays.stream(values()).map(Vendor::supported).collect(Collectors.joining(", "))));
    }

    private boolean takes(int major, int minor) {
        return major > oldestMajor || (major == oldestMajor && minor >= oldestMinor);
    }

    private String supported() {
        String version = oldestMinor == 0 ? Integer.toString(oldestMajor) : oldestMajor + "." + oldestMinor;
        return product + " from version " + version + " on";
    }

    /**
     * Whether a column holds an instant. Otherwise it holds the date and time that it is then in UTC. Asks the driver
     * only, which knows the product without the server.
     */
    static boolean storesInstants(Connection connection) throws SQLException {
        return !isMariaDb(connection);
    }

    /**
     * Whether an order is to begin with the columns of an index that the statement holds constant: H2 finds only then
     * that the index has this order, MariaDB only otherwise.
     */
    static boolean ordersByConstants(Connection connection) throws SQLException {
        return !isMariaDb(connection);
    }

    private static boolean isMariaDb(Connection connection) throws SQLException {
        return MARIADB.product.equals(connection.getMetaData().getDatabaseProductName());
    }

    /** Where its migrations are. */
    String migrations() {
        return "classpath:dev/countersign/store/jdbc/" + migrations;
    }

    /** The placeholders of the migrations. */
    Map<String, String> placeholders() {
        return Map.of("exact", exact);
    }

    /** Whether a migration that fails is undone; otherwise the statements before its failure have been committed. */
    boolean undoesFailedMigrations() {
        return this != MARIADB;
    }

    /**
     * A query at the beginning of a transaction that makes the database itself end it when the node says nothing for
     * {@link Connections#MAX_PAUSE}; empty where no other node can wait for that.
     */
    Optional<String> pauseLimit() {
        return this == POSTGRESQL
                ? Optional.of("select set_config('idle_in_transaction_session_timeout', '"
                        + Connections.MAX_PAUSE.toMillis() + "', true)")
                : Optional.empty();
    }

    /** Whether only one transaction at a time may write, so that none is half-saved when the process is killed. */
    boolean wantsOneWriter() {
        return oneWriter;
    }

    /** Whether all data is lost when the server stops. */
    boolean forgets(Connection connection) throws SQLException {
        if (this != H2) {
            return false;
        }
        // By the database's path and not by the URL, which a pool or a database server may hide.
        String path = Sql.first(connection, row -> String.valueOf(row.getString(1)), "select database_path()")
                .orElseThrow();
        return path.equals("null") || path.startsWith("memFS:") || path.startsWith("nioMemFS:");
    }

    /** What must be set otherwise for this store, as a sentence; empty: nothing. */
    Optional<String> problem(Connection connection) throws SQLException {
        return switch (this) {
            case H2 -> Optional.empty();
            case POSTGRESQL ->
                Sql.first(connection, row -> row.getString(1), "select current_setting('server_encoding')")
                        .filter(encoding -> !encoding.equals("UTF8"))
                        .map(encoding -> "the client store must be a database with the encoding UTF8");
            case MARIADB -> Sql.first(connection, Vendor::problemOfMariaDb, """
                        select @@sql_mode, @@character_set_connection, @@max_allowed_packet, @@log_bin = 1 and @@binlog_format = 'STATEMENT',
                            (select count(*) from information_schema.engines where engine = 'InnoDB' and support in ('YES', 'DEFAULT'))
                        """).orElseThrow();
        };
    }

    private static Optional<String> problemOfMariaDb(ResultSet row) throws SQLException {
        List<String> modes = List.of(row.getString(1).split(",", -1));
        if (!modes.contains("STRICT_TRANS_TABLES") && !modes.contains("STRICT_ALL_TABLES")) {
            return Optional.of("the client store must have STRICT_TRANS_TABLES in its sql_mode:"
                    + " without it MariaDB cuts texts that are too long and says nothing");
        }
        if (modes.contains("EMPTY_STRING_IS_NULL")) {
            return Optional.of("the client store must not have EMPTY_STRING_IS_NULL in its sql_mode");
        }
        if (!"utf8mb4".equals(row.getString(2))) {
            return Optional.of(
                    "connections to the client store must have the character set utf8mb4, not " + row.getString(2));
        }
        if (row.getLong(3) < SMALLEST_PACKET) {
            return Optional.of("the client store must have a max_allowed_packet of at least " + SMALLEST_PACKET
                    + " bytes, not " + row.getLong(3));
        }
        if (row.getBoolean(4)) {
            return Optional.of("the client store must have the binlog_format MIXED or ROW: by STATEMENT MariaDB refuses"
                    + " changes in transactions that read what is committed");
        }
        return row.getInt(5) == 1 ? Optional.empty() : Optional.of("the client store must have the engine InnoDB");
    }
}
