package dev.countersign.store.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

/** A database that we know, and what is its own in our SQL. Immutable. */
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

    /** @throws IllegalArgumentException when we do not know it, with a text that says which ones we do */
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

    /** What the migrations leave open. */
    Map<String, String> placeholders() {
        return Map.of("exact", exact);
    }

    /** Whether only one of us at a time may write, so that nothing is left half-written when the process is killed. */
    boolean wantsOneWriter() {
        return oneWriter;
    }

    /** Whether all that is stored is gone when the server stops. */
    boolean forgets(Connection connection) throws SQLException {
        if (this != H2) {
            return false;
        }
        // Asked by its path and not by the URL, which may hide behind a pool or a server.
        String path = Sql.first(connection, row -> String.valueOf(row.getString(1)), "select database_path()")
                .orElseThrow();
        return path.equals("null") || path.startsWith("memFS:") || path.startsWith("nioMemFS:");
    }

    /** Whether every name can be stored. */
    boolean holdsUnicode(Connection connection) throws SQLException {
        return this != POSTGRESQL
                || Sql.first(connection, row -> row.getString(1), "select current_setting('server_encoding')")
                        .filter("UTF8"::equals)
                        .isPresent();
    }
}
