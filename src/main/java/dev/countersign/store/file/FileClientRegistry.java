package dev.countersign.store.file;

import dev.countersign.client.Change;
import dev.countersign.client.Client;
import dev.countersign.client.ClientId;
import dev.countersign.client.ClientProfile;
import dev.countersign.client.ClientRegistry;
import dev.countersign.client.ClientSecret;
import dev.countersign.client.Page;
import dev.countersign.client.RejectedChangeException;
import dev.countersign.client.RejectedChangeException.Reason;
import dev.countersign.manage.ClientEntryFormat;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;

/**
 * Changes the clients of a file, of which it writes a new text for each change; the other clients keep theirs, as
 * people wrote it. Records no events. Thread-safe; one process at a time has the file.
 */
public final class FileClientRegistry implements ClientRegistry, AutoCloseable {

    private final FileClients clients;
    private final ClientEntryFormat format;
    private final AtomicFile file;

    /**
     * Takes the file for this process.
     *
     * @param path of the file of {@code clients}
     * @throws IllegalStateException when another process has it, or it cannot be written; the message is for the
     *     deployer
     */
    public FileClientRegistry(FileClients clients, Path path, ClientEntryFormat format) {
        this.clients = clients;
        this.format = format;
        this.file = AtomicFile.open(path);
    }

    @Override
    public Optional<Client> find(ClientId id) {
        return clients.find(id);
    }

    @Override
    public Page<Client> page(String search, Optional<String> after, int limit) {
        return clients.page(search, after, limit);
    }

    @Override
    public long count() {
        return clients.count();
    }

    @Override
    public Client create(ClientId id, ClientProfile profile, List<ClientSecret> secrets, Change change) {
        return clients.rewrite(
                (present, gone, now) -> {
                    if (present.find(id).isPresent()) {
                        throw new RejectedChangeException(Reason.EXISTS);
                    }
                    Optional<ClientList.Departure> earlier = Optional.ofNullable(gone.get(id));
                    Instant createdAt = earlier.map(departure -> departure
                                    .at()
                                    .truncatedTo(ChronoUnit.SECONDS)
                                    .plusSeconds(1))
                            .filter(now::isBefore)
                            .orElse(now);
                    Client made = new Client(
                            id,
                            profile,
                            secrets,
                            earlier.map(ClientList.Departure::version).orElse(0L) + 1,
                            createdAt,
                            createdAt);
                    List<String> texts = texts(present, id);
                    texts.add(text(made));
                    return new FileClients.Edited(document(texts), made);
                },
                file);
    }

    @Override
    public Client update(ClientId id, OptionalLong expectedVersion, UnaryOperator<Client> edit, Change change) {
        return clients.rewrite(
                (present, gone, now) -> {
                    Client before = expect(present, id, expectedVersion);
                    Client edited = edit.apply(before);
                    boolean same = edited.profile().equals(before.profile())
                            && edited.secrets().equals(before.secrets())
                            && edited.certificates().equals(before.certificates());
                    if (same) {
                        return new FileClients.Edited(present.text(), before);
                    }
                    if (before.profile().canAdminister() && !edited.profile().canAdminister()) {
                        expectAnotherAdministrator(present, id);
                    }
                    Client after = new Client(
                            id,
                            edited.profile(),
                            edited.secrets(),
                            edited.certificates(),
                            before.version() + 1,
                            before.createdAt(),
                            now);
                    List<String> texts = new ArrayList<>();
                    for (ClientEntry entry : present.entries()) {
                        texts.add(entry.client().id().equals(id) ? text(after) : present.textOf(entry));
                    }
                    return new FileClients.Edited(document(texts), after);
                },
                file);
    }

    @Override
    public void delete(ClientId id, OptionalLong expectedVersion, Change change) {
        clients.rewrite(
                (present, gone, now) -> {
                    Client before = expect(present, id, expectedVersion);
                    if (before.profile().canAdminister()) {
                        expectAnotherAdministrator(present, id);
                    }
                    return new FileClients.Edited(document(texts(present, id)), before);
                },
                file);
    }

    /** Ends the right to change the file; the clients are closed by their owner. */
    @Override
    public void close() throws IOException {
        file.close();
    }

    private static Client expect(ClientList present, ClientId id, OptionalLong version) {
        Client client = present.find(id).orElseThrow(() -> new RejectedChangeException(Reason.MISSING));
        if (version.isPresent() && version.getAsLong() != client.version()) {
            throw new RejectedChangeException(Reason.STALE);
        }
        return client;
    }

    private static void expectAnotherAdministrator(ClientList present, ClientId id) {
        boolean another = present.entries().stream()
                .map(ClientEntry::client)
                .anyMatch(client ->
                        client.profile().canAdminister() && !client.id().equals(id));
        if (!another) {
            throw new RejectedChangeException(Reason.LAST_ADMINISTRATOR);
        }
    }

    /** Those of all clients but one. */
    private static List<String> texts(ClientList present, ClientId left) {
        List<String> texts = new ArrayList<>();
        for (ClientEntry entry : present.entries()) {
            if (!entry.client().id().equals(left)) {
                texts.add(present.textOf(entry));
            }
        }
        return texts;
    }

    private String text(Client client) {
        Map<String, Object> members = format.write(client);
        return JsonLayout.of(members, 1);
    }

    private static String document(List<String> texts) {
        return texts.isEmpty() ? "[]\n" : "[\n  " + String.join(",\n  ", texts) + "\n]\n";
    }
}
