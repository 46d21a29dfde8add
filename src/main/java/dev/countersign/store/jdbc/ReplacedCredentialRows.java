package dev.countersign.store.jdbc;

import dev.countersign.client.ClientId;
import dev.countersign.client.ReplacedCredentials;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** Finds them by indexes that those which were not replaced are not in, or are at one end of. Thread-safe. */
final class ReplacedCredentialRows implements ReplacedCredentials {

    private static final String CHORE = "end-unused-secrets";

    static final String OF_SECRETS = """
            select distinct old.client_id
              from countersign_client_secret old
              join countersign_client_secret newer
                on newer.client_id = old.client_id and newer.secret_id = old.replaced_by
             where old.replaced_by is not null and old.expires_at > ? and old.client_id > ?
               and newer.last_used_at is not null
             order by old.client_id fetch first ? rows only
            """;

    static final String OF_KEYS = """
            select distinct old.client_id
              from countersign_client_certificate old
              join countersign_client_certificate newer
                on newer.client_id = old.client_id and newer.certificate_id = old.replaced_by
             where old.replaced_by is not null and old.expires_at > ? and old.client_id > ?
               and newer.last_used_at is not null
             order by old.client_id fetch first ? rows only
            """;

    private final Connections connections;
    private final Chore chore;

    ReplacedCredentialRows(Connections connections) {
        this.connections = connections;
        this.chore = new Chore(connections, CHORE);
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
