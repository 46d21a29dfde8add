package dev.countersign.client;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds the clients of secrets in the list of all clients, which each call reads once. Thread-safe. */
public record ListedSecretOwners(ClientDirectory clients) implements SecretOwners {

    private static final int CLIENTS_AT_ONCE = 500;

    @Override
    public Map<String, ClientId> ownersOf(Collection<String> secretIds) {
        Set<String> asked = Set.copyOf(secretIds);
        Map<String, ClientId> owners = new HashMap<>();
        Optional<String> after = Optional.empty();
        do {
            Page<Client> page = clients.page("", after, CLIENTS_AT_ONCE);
            for (Client client : page.items()) {
                client.secrets().stream()
                        .map(ClientSecret::id)
                        .filter(asked::contains)
                        .forEach(id -> owners.put(id, client.id()));
            }
            after = page.next();
        } while (after.isPresent() && owners.size() < asked.size());
        return owners;
    }
}
