package dev.countersign.store.file;

import dev.countersign.client.Client;
import dev.countersign.client.ClientCertificate;
import dev.countersign.client.ClientId;
import dev.countersign.client.ClientSecret;
import dev.countersign.manage.ClientEntryFormat;
import dev.countersign.manage.UnacceptableEntryException;
import dev.countersign.text.JsonElements;
import dev.countersign.text.MisplacedException;
import dev.countersign.text.ShownText;
import dev.countersign.text.TextPlace;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** All clients of a file, as it was at one moment. Immutable. */
final class ClientList {

    static final int MAX_CLIENTS = 100_000;

    private final String text;
    private final Map<ClientId, ClientEntry> entries;
    private final NavigableMap<String, Client> sorted;

    private ClientList(String text, Map<ClientId, ClientEntry> entries) {
        this.text = text;
        this.entries = entries;
        this.sorted = new TreeMap<>();
        entries.forEach((id, entry) -> sorted.put(id.value(), entry.client()));
    }

    /** Of no file. */
    static ClientList empty() {
        return new ClientList("", Map.of());
    }

    /**
     * Reads the text of a file. A client whose text is the same as before is the same one; another one gets a higher
     * version.
     *
     * @param before the list before
     * @param gone clients that were there earlier and not before: one that is there again is younger than all that was
     *     done with the earlier one
     * @param now becomes the time of changes for which the file says none
     * @throws UnreadableFileException with line and column
     */
    static ClientList parse(
            String text, ClientEntryFormat format, ClientList before, Map<ClientId, Departure> gone, Instant now)
            throws UnreadableFileException {
        List<JsonElements.Element> elements;
        try {
            elements = JsonElements.read(text, MAX_CLIENTS);
        } catch (MisplacedException e) {
            throw unreadable(text, e.offset(), e.rule());
        }
        Map<String, ClientEntry> known = before.byText();
        Map<ClientId, ClientEntry> entries = new LinkedHashMap<>();
        Set<String> credentials = new HashSet<>();
        for (JsonElements.Element element : elements) {
            Optional<ClientEntry> same = Optional.ofNullable(known.get(text.substring(element.begin(), element.end())));
            Client client = same.isPresent() ? same.get().client() : read(text, element, format, before, gone, now);
            ClientEntry twin = entries.put(client.id(), new ClientEntry(client, element.begin(), element.end()));
            if (twin != null) {
                throw unreadable(
                        text,
                        element.begin(),
                        "there is another client "
                                + ShownText.quoted(client.id().value()) + ", at " + TextPlace.of(text, twin.begin()));
            }
            requireOwnCredentials(text, element, client, credentials);
        }
        return new ClientList(text, entries);
    }

    /** A client that the file no longer has. */
    record Departure(long version, Instant at) {}

    private static Client read(
            String text,
            JsonElements.Element element,
            ClientEntryFormat format,
            ClientList before,
            Map<ClientId, Departure> gone,
            Instant now)
            throws UnreadableFileException {
        try {
            Client read = format.read(element.members());
            Optional<Client> earlier = before.find(read.id());
            if (earlier.isPresent()) {
                return following(earlier.get(), read, now);
            }
            Departure departure = gone.get(read.id());
            return departure == null ? read : returning(departure, read);
        } catch (UnacceptableEntryException e) {
            throw unreadable(
                    text, JsonElements.offset(text, element.begin(), e.path()), String.valueOf(e.getMessage()));
        }
    }

    private static Client following(Client before, Client read, Instant now) {
        boolean same = before.profile().equals(read.profile())
                && before.secrets().equals(read.secrets())
                && before.certificates().equals(read.certificates())
                && before.createdAt().equals(read.createdAt());
        if (same && read.version() <= before.version()) {
            return before;
        }
        boolean told = read.version() > before.version();
        return new Client(
                read.id(),
                read.profile(),
                read.secrets(),
                read.certificates(),
                told ? read.version() : before.version() + 1,
                read.createdAt(),
                told ? read.updatedAt() : now);
    }

    /** Tokens have whole seconds. */
    private static Client returning(Departure departure, Client read) {
        Instant after = Instant.ofEpochSecond(departure.at().getEpochSecond() + 1);
        Instant createdAt = read.createdAt().isBefore(after) ? after : read.createdAt();
        return new Client(
                read.id(),
                read.profile(),
                read.secrets(),
                read.certificates(),
                Math.max(read.version(), departure.version() + 1),
                createdAt,
                read.updatedAt().isBefore(createdAt) ? createdAt : read.updatedAt());
    }

    /** Ids of credentials are unique in a store: the time of the last use is kept by them. */
    private static void requireOwnCredentials(
            String text, JsonElements.Element element, Client client, Set<String> credentials)
            throws UnreadableFileException {
        for (ClientSecret secret : client.secrets()) {
            requireOwn(text, element, secret.id(), credentials);
        }
        for (ClientCertificate certificate : client.certificates()) {
            requireOwn(text, element, certificate.id(), credentials);
        }
    }

    private static void requireOwn(String text, JsonElements.Element element, String id, Set<String> credentials)
            throws UnreadableFileException {
        if (!credentials.add(id)) {
            throw unreadable(
                    text,
                    element.begin(),
                    "another client has a secret or certificate of the id " + ShownText.quoted(id) + " too");
        }
    }

    private static UnreadableFileException unreadable(String text, int offset, String reason) {
        return new UnreadableFileException(TextPlace.of(text, offset) + ": " + reason);
    }

    private Map<String, ClientEntry> byText() {
        Map<String, ClientEntry> texts = new HashMap<>();
        entries.values().forEach(entry -> texts.put(textOf(entry), entry));
        return texts;
    }

    Optional<Client> find(ClientId id) {
        return Optional.ofNullable(entries.get(id)).map(ClientEntry::client);
    }

    int size() {
        return entries.size();
    }

    String text() {
        return text;
    }

    boolean isOf(String other) {
        return text.equals(other);
    }

    /** In the order of the file. */
    Collection<ClientEntry> entries() {
        return entries.values();
    }

    /** As the client stands in the file. */
    String textOf(ClientEntry entry) {
        return text.substring(entry.begin(), entry.end());
    }

    /** Those behind an id, ordered by id. */
    Collection<Client> after(Optional<String> id) {
        return id.isEmpty() ? sorted.values() : sorted.tailMap(id.get(), false).values();
    }

    /** The ids of clients that are in one list only, or not the same in both. */
    static List<ClientId> differences(ClientList before, ClientList after) {
        List<ClientId> ids = new ArrayList<>();
        before.entries.forEach((id, entry) -> {
            if (!after.find(id).equals(Optional.of(entry.client()))) {
                ids.add(id);
            }
        });
        after.entries.keySet().stream()
                .filter(id -> !before.entries.containsKey(id))
                .forEach(ids::add);
        return ids;
    }
}
