package dev.countersign.store.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** A supported database, and what differs in its SQL. Immutable. */
enum Vendor {
    H2("H2", 2, "", true),
    POSTGRESQL("PostgreSQL", 12, "collate \"C\"", false);

    private final String product;
    private final int oldestVersion;
    private final String exact;
    private final boolean oneWriter;

    Vendor(String product, int oldestVersion, String exact, boolean oneWriter) {
        this.product = product;
        this.oldestVersion = oldestVersion;
        this.exact = exact;
        this.oneWriter = oneWriter;
    }

    /** @throws IllegalArgumentException when it is not supported; the text names those that are */
    static Vendor of(Connection connection) throws SQLException {
        String found = connection.getMetaData().getDatabaseProductName();
        int version = connection.getMetaData().getDatabaseMajorVersion();
        return Arrays.stream(values())
                .filter(vendor -> vendor.product.equals(found) && version >= vendor.oldestVersion)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("the client store is " + found + " " + version
                        + ", which is not supported; supported: "
                        + Arrays.stream(values())
                                .map(vendor -> vendor.product + " from version " + vendor.oldestVersion + " on")
                                .collect(Collectors.joining(", "))));
    }

    /** The placeholders of the migrations. */
    Map<String, String> placeholders() {
        return Map.of("exact", exact);
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

    /** Whether every Unicode text can be stored: the encoding is UTF-8. */
    boolean holdsUnicode(Connection connection) throws SQLException {
        return this != POSTGRESQL
                || Sql.first(connection, row -> row.getString(1), "select current_setting('server_encoding')")
                        .filter("UTF8"::equals)
                        .isPresent();
    }
}
