package dev.countersign.store.jdbc;

import dev.countersign.client.ClientId;
import dev.countersign.client.SecretOwners;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds the clients of secrets by the unique key of their ids. Thread-safe. */
record SecretOwnerRows(Connections connections) implements SecretOwners {

    /** Ids per query. */
    private static final int CHUNK = 200;

    @Override
    public Map<String, ClientId> ownersOf(Collection<String> secretIds) {
        Map<String, ClientId> owners = new HashMap<>();
        List<String> asked = List.copyOf(Set.copyOf(secretIds));
        for (int start = 0; start < asked.size(); start += CHUNK) {
            List<String> some = asked.subList(start, Math.min(start + CHUNK, asked.size()));
            connections
                    .read(connection -> Sql.list(
                            connection,
                            row -> Map.entry(row.getString(1), new ClientId(row.getString(2))),
                            "select secret_id, client_id from countersign_client_secret where secret_id in ("
                                    + String.join(", ", Collections.nCopies(some.size(), "?")) + ")",
                            some.toArray()))
                    .forEach(owner -> owners.put(owner.getKey(), owner.getValue()));
        }
        return owners;
    }
}
