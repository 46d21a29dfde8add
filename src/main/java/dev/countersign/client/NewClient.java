package dev.countersign.client;

import java.util.List;

/**
 * A client to be registered. Immutable.
 *
 * @param change by which it is registered
 */
public record NewClient(ClientId id, ClientProfile profile, List<ClientSecret> secrets, Change change) {

    public NewClient {
        secrets = List.copyOf(secrets);
    }
}
