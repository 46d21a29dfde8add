package dev.countersign.store.jdbc;

import java.sql.SQLException;
import java.util.Map;
import java.util.stream.Collectors;

/** Keeps, for each master key, a value by which a wrong one is noticed. Thread-safe. */
final class MasterKeyChecks {

    private final Connections connections;

    MasterKeyChecks(Connections connections) {
        this.connections = connections;
    }

    Map<String, String> all() {
        return connections
                .read(connection -> Sql.list(
                        connection,
                        row -> Map.entry(row.getString("id"), row.getString("check_value")),
                        "select id, check_value from countersign_master_key"))
                .stream()
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** The first one stays. */
    String add(String keyId, String value) {
        return connections.read(connection -> {
            try {
                Sql.execute(
                        connection, "insert into countersign_master_key (id, check_value) values (?, ?)", keyId, value);
                return value;
            } catch (SQLException e) {
                if (!SqlFailure.isViolation(e)) {
                    throw e;
                }
                return Sql.first(
                                connection,
                                row -> row.getString(1),
                                "select check_value from countersign_master_key where id = ?",
                                keyId)
                        .orElseThrow(() -> e);
            }
        });
    }

    boolean hasHashStartingWith(String prefix) {
        return connections.read(connection -> Sql.first(
                        connection,
                        row -> row.getInt(1),
                        "select 1 from countersign_client_secret where left(hash, ?) = ? fetch first 1 row only",
                        prefix.length(),
                        prefix)
                .isPresent());
    }
}
