package dev.countersign.store.jdbc;

import dev.countersign.client.ClientId;
import dev.countersign.client.ReplacedCredentials;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** Finds them in the tables of secrets and of keys, by one statement for each. Thread-safe. */
final class ReplacedCredentialRows implements ReplacedCredentials {

    /** Of keys too: the name is kept, so that nodes of the version before take turns with this one. */
    private static final String CHORE = "end-unused-secrets";

    static final String OF_SECRETS = select("countersign_client_secret", "secret_id");

    static final String OF_KEYS = select("countersign_client_certificate", "certificate_id");

    private final Connections connections;
    private final Chore chore;

    ReplacedCredentialRows(Connections connections) {
        this.connections = connections;
        this.chore = new Chore(connections, CHORE);
    }

    private static String select(String table, String id) {
        return """
            select distinct old.client_id
              from :table old
              join :table newer on newer.client_id = old.client_id and newer.:id = old.replaced_by
             where old.replaced_by is not null and old.expires_at > ? and old.client_id > ?
               and newer.last_used_at is not null
             order by old.client_id fetch first ? rows only
            """.replace(":table", table).replace(":id", id);
    }

    @Override
    public boolean takeTurn(Instant now, Duration rest) {
        return chore.take(now, rest);
    }

    @Override
    public List<ClientId> ofClients(Instant now, Optional<ClientId> after, int limit) {
        Object[] values = {StorableInstants.of(now), after.map(ClientId::value).orElse(""), limit};
        return connections.read(connection -> {
            // In the databases' order, since ids are of ASCII and compared exactly.
            SortedSet<ClientId> clients = new TreeSet<>();
            for (String sql : List.of(OF_SECRETS, OF_KEYS)) {
                clients.addAll(Sql.list(connection, row -> new ClientId(row.getString(1)), sql, values));
            }
            return clients.stream().limit(limit).toList();
        });
    }
}
