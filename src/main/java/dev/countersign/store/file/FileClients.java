package dev.countersign.store.file;

import dev.countersign.client.Client;
import dev.countersign.client.ClientDirectory;
import dev.countersign.client.ClientId;
import dev.countersign.client.Page;
import dev.countersign.client.SearchTerms;
import dev.countersign.client.UnavailableException;
import dev.countersign.manage.ClientEntryFormat;
import dev.countersign.task.BackgroundTask;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The clients of a JSON file. A change of the file takes effect within a second; one that is not right is refused as a
 * whole, and the last right one stays in effect. Thread-safe; finding a client never waits.
 */
public final class FileClients implements ClientDirectory, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(FileClients.class);

    /** A look is one query for the file's attributes. */
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(250);

    /** A file that was written later than this before it was read may be written again within the same clock tick. */
    private static final Duration SETTLING = Duration.ofSeconds(2);

    /** Clients that are gone and remembered, for the case that they come back. */
    private static final int MAX_DEPARTURES = ClientList.MAX_CLIENTS;

    /** Of a page; a larger limit is cut to this. */
    private static final int MAX_PAGE = 500;

    private static final String CURSOR = "f.";

    private final Path path;
    private final ClientEntryFormat format;
    private final InstantSource clock;
    private final BackgroundTask task;

    /** Held while the file is read, or changed by this process. */
    private final ReentrantLock turn = new ReentrantLock();

    private volatile ClientList clients = ClientList.empty();
    private volatile Optional<String> problem = Optional.empty();
    private volatile Consumer<ClientId> listener = id -> {};

    /** The rest is used by the thread that has the turn. */
    private Optional<FileStamp> seen = Optional.empty();

    /** The text that was read last, right or wrong; empty: none was. */
    private Optional<String> tried = Optional.empty();

    private boolean settled;
    private Optional<String> told = Optional.empty();
    private final Map<ClientId, ClientList.Departure> gone = new LinkedHashMap<>();

    /**
     * Reads the file, and begins to follow it.
     *
     * @throws IllegalStateException when it is not right; the message is for the deployer
     */
    public FileClients(Path path, ClientEntryFormat format, InstantSource clock) {
        this(path, format, clock, BETWEEN_LOOKS);
    }

    FileClients(Path path, ClientEntryFormat format, InstantSource clock, Duration betweenLooks) {
        this.path = path;
        this.format = format;
        this.clock = clock;
        look();
        problem.ifPresent(reason -> {
            throw new IllegalStateException("store: the clients in " + path + " cannot be used: " + reason);
        });
        this.task = new BackgroundTask(
                "clients-file", "a change of the file with the clients is not noticed", betweenLooks, this::look);
    }

    /**
     * @param changed called for each client that is added, changed or removed, once that is in effect; must not throw
     */
    public void onChange(Consumer<ClientId> changed) {
        listener = changed;
    }

    /** @throws IllegalStateException when the file was changed and is not right, or is gone */
    public void requireRight() {
        problem.ifPresent(reason -> {
            throw new IllegalStateException(path + ": " + reason);
        });
    }

    @Override
    public Optional<Client> find(ClientId id) {
        return clients.find(id);
    }

    @Override
    public long count() {
        return clients.size();
    }

    /** {@inheritDoc} Also a search is ordered by id. */
    @Override
    public Page<Client> page(String search, Optional<String> after, int limit) {
        String prefix = SearchTerms.prefix(search);
        if (!search.isEmpty() && prefix.isEmpty()) {
            return new Page<>(List.of(), Optional.empty());
        }
        Predicate<Client> hit = prefix.isEmpty()
                ? client -> true
                : client -> SearchTerms.of(client.id(), client.profile().name()).stream()
                        .anyMatch(term -> term.startsWith(prefix));
        int size = Math.min(Math.max(limit, 1), MAX_PAGE);
        List<Client> items = new ArrayList<>();
        for (Client client : clients.after(after.map(FileClients::decoded))) {
            if (hit.test(client)) {
                if (items.size() == size) {
                    return new Page<>(items, Optional.of(encoded(items.get(size - 1).id())));
                }
                items.add(client);
            }
        }
        return new Page<>(items, Optional.empty());
    }

    @Override
    public void close() {
        task.close();
    }

    private static String encoded(ClientId id) {
        byte[] text = (CURSOR + id.value()).getBytes(StandardCharsets.UTF_8);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text);
    }

    private static String decoded(String cursor) {
        String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
        if (!text.startsWith(CURSOR)) {
            throw new IllegalArgumentException("not from a page of this list");
        }
        return text.substring(CURSOR.length());
    }

    /** Reads the file if it has changed. */
    private void look() {
        turn.lock();
        try {
            Optional<FileStamp> stamp = stamp();
            boolean same = stamp.equals(seen);
            if (same && settled && problem.isEmpty()) {
                return;
            }
            seen = stamp;
            try {
                read();
                problem = Optional.empty();
                if (told.isPresent()) {
                    LOG.info("the clients in {} can be used again", path);
                    told = Optional.empty();
                }
            } catch (UnreadableFileException e) {
                problem = Optional.of(String.valueOf(e.getMessage()));
                // Not at the first look: the file may be half-written.
                if (same && !problem.equals(told)) {
                    told = problem;
                    LOG.warn(
                            "the change of the clients in {} is refused, and the last right ones stay in effect: {}",
                            path,
                            problem.get());
                }
            }
        } finally {
            turn.unlock();
        }
    }

    private Optional<FileStamp> stamp() {
        try {
            return Optional.of(FileStamp.of(path));
        } catch (IOException e) {
            // Reading it tells why.
            return Optional.empty();
        }
    }

    private void read() throws UnreadableFileException {
        FileText file = text();
        Instant now = clock.instant();
        seen = Optional.of(file.stamp());
        Instant modified = file.stamp().modifiedAt();
        settled = modified.isBefore(now.minus(SETTLING)) || modified.isAfter(now.plus(SETTLING));
        if (tried.equals(Optional.of(file.text()))) {
            if (problem.isPresent() && !clients.isOf(file.text())) {
                throw new UnreadableFileException(problem.get());
            }
            return;
        }
        tried = Optional.of(file.text());
        publish(ClientList.parse(file.text(), format, clients, gone, now), now);
    }

    private FileText text() throws UnreadableFileException {
        try {
            return FileText.read(path);
        } catch (UnreadableFileException e) {
            tried = Optional.empty();
            throw e;
        }
    }

    private void publish(ClientList read, Instant now) {
        ClientList before = clients;
        List<ClientId> changed = ClientList.differences(before, read);
        for (ClientId id : changed) {
            if (read.find(id).isPresent()) {
                gone.remove(id);
            } else {
                depart(before.find(id).orElseThrow(), now);
            }
        }
        clients = read;
        changed.forEach(listener);
        LOG.info("{} clients in {}, {} of them added, changed or removed", read.size(), path, changed.size());
    }

    private void depart(Client client, Instant now) {
        if (gone.size() == MAX_DEPARTURES) {
            gone.remove(gone.keySet().iterator().next());
        }
        gone.put(client.id(), new ClientList.Departure(client.version(), now));
    }

    /**
     * Changes the file, by its present state.
     *
     * @param edit is given the present list, and answers the new text and the client that it is about
     * @throws UnavailableException when the file is not right, or cannot be written
     */
    Client rewrite(Edit edit, AtomicFile file) {
        turn.lock();
        try {
            settled = false;
            look();
            problem.ifPresent(reason -> {
                throw new UnavailableException(
                        "the clients in " + path + " cannot be changed before this is mended: " + reason);
            });
            Edited edited = edit.apply(clients, Map.copyOf(gone), clock.instant());
            if (clients.isOf(edited.text())) {
                return edited.client();
            }
            Instant now = clock.instant();
            ClientList next = ClientList.parse(edited.text(), format, clients, gone, now);
            file.write(edited.text());
            tried = Optional.of(edited.text());
            seen = stamp();
            settled = false;
            publish(next, now);
            return next.find(edited.client().id()).orElse(edited.client());
        } catch (UnreadableFileException e) {
            throw new IllegalStateException("a client cannot be written so that it can be read: " + e.getMessage(), e);
        } finally {
            turn.unlock();
        }
    }

    /** The new text of the file, and the client that was changed. */
    record Edited(String text, Client client) {}

    /** Makes a new text of the file. */
    @FunctionalInterface
    interface Edit {

        Edited apply(ClientList present, Map<ClientId, ClientList.Departure> gone, Instant now);
    }
}
