package dev.countersign.boot;

import dev.countersign.client.Change;
import dev.countersign.client.Client;
import dev.countersign.client.ClientCertificate;
import dev.countersign.client.ClientDirectory;
import dev.countersign.client.ClientId;
import dev.countersign.client.ClientProfile;
import dev.countersign.client.ClientRegistry;
import dev.countersign.client.ClientSecret;
import dev.countersign.client.ClientStore;
import dev.countersign.client.Page;
import dev.countersign.store.jdbc.JdbcStore;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * The clients of a store that is no database, as administration sees them; what is done to them is recorded in the
 * state store. What the store cannot do is not asked of this: those calls are not offered. Thread-safe.
 *
 * @param finder finds them one by one, and never fails but by being unavailable
 * @param clients the store itself
 */
record RecordedClients(ClientStore finder, ClientStore clients, JdbcStore state) implements ClientRegistry {

    @Override
    public Optional<Client> find(ClientId id) {
        return finder.find(id).map(client -> withUses(List.of(client)).get(0));
    }

    @Override
    public Page<Client> page(String search, Optional<String> after, int limit) {
        Page<Client> page = directory().page(search, after, limit);
        return new Page<>(withUses(page.items()), page.next());
    }

    @Override
    public long count() {
        return directory().count();
    }

    @Override
    public Client create(ClientId id, ClientProfile profile, List<ClientSecret> secrets, Change change) {
        return state.recording(id, change, () -> registry().create(id, profile, secrets, change), made -> true);
    }

    @Override
    public Client update(ClientId id, OptionalLong expectedVersion, UnaryOperator<Client> edit, Change change) {
        Client[] before = new Client[1];
        UnaryOperator<Client> watched = client -> {
            before[0] = client;
            return edit.apply(client);
        };
        return state.recording(
                id,
                change,
                () -> registry().update(id, expectedVersion, watched, change),
                after -> after.version() != before[0].version());
    }

    @Override
    public void delete(ClientId id, OptionalLong expectedVersion, Change change) {
        state.recording(
                id,
                change,
                () -> {
                    registry().delete(id, expectedVersion, change);
                    return id;
                },
                gone -> true);
    }

    /** The stores themselves do not know them. */
    private List<Client> withUses(List<Client> found) {
        List<String> ids = found.stream()
                .flatMap(client -> Stream.concat(
                        client.secrets().stream().map(ClientSecret::id),
                        client.certificates().stream().map(ClientCertificate::id)))
                .toList();
        Map<String, Instant> uses = state.lastUsesElsewhere(ids);
        return uses.isEmpty()
                ? found
                : found.stream().map(client -> withUses(client, uses)).toList();
    }

    private static Client withUses(Client client, Map<String, Instant> uses) {
        return client.with(client.secrets().stream()
                        .map(secret -> new ClientSecret(
                                secret.id(),
                                secret.label(),
                                secret.hash(),
                                secret.createdAt(),
                                secret.expiresAt(),
                                Optional.ofNullable(uses.get(secret.id())).or(secret::lastUsedAt),
                                secret.replacement()))
                        .toList())
                .withCertificates(client.certificates().stream()
                        .map(key -> key.usedAt(
                                Optional.ofNullable(uses.get(key.id())).or(key::lastUsedAt)))
                        .toList());
    }

    private ClientDirectory directory() {
        if (clients instanceof ClientDirectory directory) {
            return directory;
        }
        throw new IllegalStateException("this store lists no clients");
    }

    private ClientRegistry registry() {
        if (clients instanceof ClientRegistry registry) {
            return registry;
        }
        throw new IllegalStateException("this store changes no clients");
    }
}
