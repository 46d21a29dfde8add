package dev.countersign.bench;

import dev.countersign.store.jdbc.Schema;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import javax.sql.DataSource;

/**
 * Fills a store with clients that are all a little different, past the store, which would take its time for a million.
 * Stateless.
 */
public final class StoreFilling {

    private static final OffsetDateTime NOON = OffsetDateTime.of(2026, 3, 1, 12, 0, 0, 0, ZoneOffset.UTC);
    private static final int CHUNK = 5000;

    private StoreFilling() {}

    public static String id(int number) {
        return "client-" + digits(number);
    }

    /** Does nothing when they are there. */
    public static void fill(DataSource dataSource, int clients) throws SQLException {
        new Schema(dataSource).migrate();
        try (Connection connection = dataSource.getConnection()) {
            if (count(connection) == clients) {
                return;
            }
            connection.setAutoCommit(false);
            for (int start = 0; start < clients; start += CHUNK) {
                int end = Math.min(start + CHUNK, clients);
                insert(connection, start, end);
                connection.commit();
            }
            connection.setAutoCommit(true);
            execute(connection, "update countersign_counter set n = " + clients + " where id = 1");
            execute(connection, "analyze" + (isMariaDb(connection) ? " table countersign_client_term" : ""));
        }
    }

    private static void insert(Connection connection, int start, int end) throws SQLException {
        try (PreparedStatement client = connection.prepareStatement(
                        "insert into countersign_client (client_id, name, description, access_type, enabled, method, scopes, administrator,"
                                + " version, created_at, updated_at) values (?, ?, '', 'confidential', true, 'client_secret_basic', 'read write', false,"
                                + " 1, ?, ?)");
                PreparedStatement secret = connection.prepareStatement(
                        "insert into countersign_client_secret (client_id, secret_id, place, label, hash, created_at)"
                                + " values (?, ?, 0, '', ?, ?)");
                PreparedStatement term = connection.prepareStatement(
                        "insert into countersign_client_term (client_id, term) values (?, ?)");
                PreparedStatement event = connection.prepareStatement(
                        "insert into countersign_event (id, happened_at, actor, action, client_id, detail)"
                                + " values (?, ?, 'system', 'client.create', ?, '')")) {
            for (int i = start; i < end; i++) {
                String digits = digits(i);
                add(client, id(i), "Store " + i % 100 + " shop seven " + digits, NOON, NOON);
                add(secret, id(i), "secret-" + digits, "v1$key$" + "h".repeat(43), NOON);
                String tail = "shop seven " + digits;
                for (String words : List.of(
                        "client " + digits,
                        digits,
                        "store " + i % 100 + " " + tail,
                        i % 100 + " " + tail,
                        tail,
                        "seven " + digits)) {
                    add(term, id(i), words);
                }
                add(event, i + 1L, NOON, id(i));
            }
            client.executeBatch();
            secret.executeBatch();
            term.executeBatch();
            event.executeBatch();
        }
    }

    private static void add(PreparedStatement statement, Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
        statement.addBatch();
    }

    private static boolean isMariaDb(Connection connection) throws SQLException {
        return connection.getMetaData().getDatabaseProductName().equals("MariaDB");
    }

    private static int count(Connection connection) throws SQLException {
        try (PreparedStatement count = connection.prepareStatement("select count(*) from countersign_client");
                ResultSet row = count.executeQuery()) {
            row.next();
            return row.getInt(1);
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.execute();
        }
    }

    private static String digits(int number) {
        return Integer.toString(10_000_000 + number).substring(1);
    }
}
