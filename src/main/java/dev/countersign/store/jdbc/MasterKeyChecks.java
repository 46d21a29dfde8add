package dev.countersign.store.jdbc;

import java.sql.SQLException;
import java.util.Map;
import java.util.stream.Collectors;

/** Keeps, for each master key, a check value by which a wrong key is detected. Thread-safe. */
public final class MasterKeyChecks {

    private final Connections connections;

    MasterKeyChecks(Connections connections) {
        this.connections = connections;
    }

    /** The check value of each master key that was ever used with this store, by the key's id. */
    public Map<String, String> all() {
        return connections
                .read(connection -> Sql.list(
                        connection,
                        row -> Map.entry(row.getString("id"), row.getString("check_value")),
                        "select id, check_value from countersign_master_key"))
                .stream()
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /**
     * Adds the value, unless there is one for that key already; when several nodes add one at once, the first commit
     * wins. Returns the value that is stored.
     */
    public String add(String keyId, String value) {
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

    /**
     * Whether a stored secret, or the private half of a signing key that is not retired, begins with this prefix, and
     * so still needs its key. Reads all of them.
     */
    public boolean hasHashStartingWith(String prefix) {
        return connections.read(connection -> Sql.first(
                        connection, row -> row.getInt(1), """
                        select 1 from countersign_client_secret where left(hash, ?) = ?
                        union all
                        select 1 from countersign_signing_key where retired_at is null and left(sealed_private_key, ?) = ?
                        fetch first 1 row only
                        """, prefix.length(), prefix, prefix.length(), prefix)
                .isPresent());
    }
}
