package dev.countersign.store.jdbc;

import dev.countersign.client.ClientId;
import dev.countersign.client.ClientSecret;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Writes a client's secrets. Leaves the time of the last use to {@link LastUses}. Stateless. */
final class SecretWriter {

    private SecretWriter() {}

    static void write(Connection connection, ClientId id, List<ClientSecret> before, List<ClientSecret> after)
            throws SQLException {
        Map<String, Placed> gone = new HashMap<>();
        for (int place = 0; place < before.size(); place++) {
            gone.put(before.get(place).id(), new Placed(before.get(place), place));
        }
        SqlBatch added = new SqlBatch();
        for (int place = 0; place < after.size(); place++) {
            ClientSecret secret = after.get(place);
            Placed old = gone.remove(secret.id());
            if (old == null) {
                add(added, id, secret, place);
            } else if (!old.equals(new Placed(secret, place))) {
                update(connection, id, secret, place);
            }
        }
        added.execute(connection);
        for (String secretId : gone.keySet()) {
            Sql.execute(
                    connection,
                    "delete from countersign_client_secret where client_id = ? and secret_id = ?",
                    id.value(),
                    secretId);
        }
    }

    /** Those of a new client. */
    static void add(SqlBatch batch, ClientId id, List<ClientSecret> secrets) {
        for (int place = 0; place < secrets.size(); place++) {
            add(batch, id, secrets.get(place), place);
        }
    }

    private static void add(SqlBatch batch, ClientId id, ClientSecret secret, int place) {
        batch.add(
                """
                insert into countersign_client_secret (client_id, secret_id, place, label, hash, created_at, expires_at, last_used_at, replaced_by, unused_for)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                id.value(),
                secret.id(),
                place,
                secret.label(),
                secret.hash().text(),
                secret.createdAt(),
                secret.expiresAt(),
                secret.lastUsedAt(),
                ReplacementColumns.replacedBy(secret.replacement()),
                ReplacementColumns.unusedFor(secret.replacement()));
    }

    private static void update(Connection connection, ClientId id, ClientSecret secret, int place) throws SQLException {
        Sql.execute(
                connection,
                """
                update countersign_client_secret set place = ?, label = ?, hash = ?, created_at = ?, expires_at = ?, replaced_by = ?, unused_for = ?
                where client_id = ? and secret_id = ?
                """,
                place,
                secret.label(),
                secret.hash().text(),
                secret.createdAt(),
                secret.expiresAt(),
                ReplacementColumns.replacedBy(secret.replacement()),
                ReplacementColumns.unusedFor(secret.replacement()),
                id.value(),
                secret.id());
    }

    private record Placed(ClientSecret secret, int place) {}
}
