package dev.countersign.store.jdbc;

import dev.countersign.client.ClientId;
import dev.countersign.client.ReplacedSecrets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Finds them by an index that the secrets which were not replaced are not in, or are at one end of. Thread-safe. */
final class ReplacedSecretRows implements ReplacedSecrets {

    private static final String CHORE = "end-unused-secrets";

    static final String CLIENTS = """
            select distinct old.client_id
              from countersign_client_secret old
              join countersign_client_secret newer
                on newer.client_id = old.client_id and newer.secret_id = old.replaced_by
             where old.replaced_by is not null and old.expires_at > ? and old.client_id > ?
               and newer.last_used_at is not null
             order by old.client_id fetch first ? rows only
            """;

    private final Connections connections;
    private final Chore chore;

    ReplacedSecretRows(Connections connections) {
        this.connections = connections;
        this.chore = new Chore(connections, CHORE);
    }

    @Override
    public boolean takeTurn(Instant now, Duration rest) {
        return chore.take(now, rest);
    }

    @Override
    public List<ClientId> ofClients(Instant now, Optional<ClientId> after, int limit) {
        return connections.read(connection -> Sql.list(
                connection,
                row -> new ClientId(row.getString(1)),
                CLIENTS,
                StorableInstants.of(now),
                after.map(ClientId::value).orElse(""),
                limit));
    }
}
