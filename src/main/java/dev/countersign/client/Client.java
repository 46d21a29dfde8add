package dev.countersign.client;

import java.time.Instant;
import java.util.List;

/**
 * A registered client, as the store had it at one moment. Immutable.
 *
 * @param version rises with each change; what an administrator must name to change it again. Begins at 1, or above all versions of an earlier
 *     client of that id
 */
public record Client(
        ClientId id,
        ClientProfile profile,
        List<ClientSecret> secrets,
        long version,
        Instant createdAt,
        Instant updatedAt) {

    /** How many secrets a client may have at once, ended ones included. */
    public static final int MAX_SECRETS = 20;

    public Client {
        secrets = List.copyOf(secrets);
    }

    public Client with(ClientProfile changed) {
        return new Client(id, changed, secrets, version, createdAt, updatedAt);
    }

    public Client with(List<ClientSecret> changed) {
        return new Client(id, profile, changed, version, createdAt, updatedAt);
    }
}
