package dev.countersign.admin;

import dev.countersign.client.AuditEvent;
import dev.countersign.client.AuditTrail;
import dev.countersign.client.Change;
import dev.countersign.client.ChangeAnnouncer;
import dev.countersign.client.Client;
import dev.countersign.client.ClientId;
import dev.countersign.client.ClientProfile;
import dev.countersign.client.ClientRegistry;
import dev.countersign.client.ClientSecret;
import dev.countersign.client.EndingCredential;
import dev.countersign.client.ExpiryCalendar;
import dev.countersign.client.Page;
import dev.countersign.client.RejectedChangeException;
import dev.countersign.client.RejectedChangeException.Reason;
import dev.countersign.client.UnavailableException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Keeps clients for a test, as the contracts say; can be made to fail. Thread-safe. */
final class MemoryRegistry implements ClientRegistry, AuditTrail, ExpiryCalendar, ChangeAnnouncer {

    private final InstantSource clock;
    private final Map<ClientId, Client> clients = new TreeMap<>();
    private final List<AuditEvent> events = new ArrayList<>();
    private final List<Optional<ClientId>> announced = new ArrayList<>();
    private Optional<RuntimeException> failure = Optional.empty();
    private long failsAfter = Long.MAX_VALUE;
    private int room = Integer.MAX_VALUE;

    MemoryRegistry(InstantSource clock) {
        this.clock = clock;
    }

    synchronized void failWith(Optional<RuntimeException> thrown) {
        failure = thrown;
    }

    /** When there are so many clients, it fails. */
    synchronized void failWhenFull(int clients) {
        room = clients;
    }

    /** The events after that one cannot be read. */
    synchronized void failFollowingAfter(long id) {
        failsAfter = id;
    }

    static UnavailableException outage() {
        return new UnavailableException("the store is away", new IllegalStateException("jdbc:secret-internals"));
    }

    @Override
    public synchronized Optional<Client> find(ClientId id) {
        failIfTold();
        return Optional.ofNullable(clients.get(id));
    }

    @Override
    public synchronized Page<Client> page(String search, Optional<String> after, int limit) {
        failIfTold();
        Stream<Client> found = clients.values().stream().filter(client -> search.isEmpty() || matches(client, search));
        return page(found.toList(), client -> client.id().value(), after, limit);
    }

    @Override
    public synchronized long count() {
        failIfTold();
        return clients.size();
    }

    @Override
    public synchronized Client create(ClientId id, ClientProfile profile, List<ClientSecret> secrets, Change change) {
        failIfTold();
        if (clients.containsKey(id)) {
            throw new RejectedChangeException(Reason.EXISTS);
        }
        if (clients.size() >= room) {
            throw outage();
        }
        long version = 1
                + events.stream()
                        .filter(event -> event.client().equals(Optional.of(id)))
                        .mapToLong(AuditEvent::id)
                        .max()
                        .orElse(0);
        Client client = new Client(id, profile, secrets, version, clock.instant(), clock.instant());
        return store(client, change);
    }

    @Override
    public synchronized Client update(
            ClientId id, OptionalLong expectedVersion, UnaryOperator<Client> edit, Change change) {
        Client present = expected(id, expectedVersion);
        Client edited = edit.apply(present);
        if (edited.equals(present)) {
            return present;
        }
        if (present.profile().canAdminister() && !edited.profile().canAdminister()) {
            refuseForLastAdministrator(id);
        }
        return store(
                new Client(
                        id,
                        edited.profile(),
                        edited.secrets(),
                        edited.certificates(),
                        present.version() + 1,
                        present.createdAt(),
                        clock.instant()),
                change);
    }

    @Override
    public synchronized void delete(ClientId id, OptionalLong expectedVersion, Change change) {
        Client present = expected(id, expectedVersion);
        if (present.profile().canAdminister()) {
            refuseForLastAdministrator(id);
        }
        clients.remove(id);
        record(Optional.of(id), change);
    }

    @Override
    public synchronized Page<AuditEvent> events(Optional<ClientId> client, Optional<String> after, int limit) {
        failIfTold();
        List<AuditEvent> newestFirst = events.stream()
                .filter(event -> client.isEmpty() || event.client().equals(client))
                .sorted(Comparator.comparingLong(AuditEvent::id).reversed())
                .toList();
        return page(newestFirst, event -> String.valueOf(event.id()), after, limit);
    }

    @Override
    public synchronized List<AuditEvent> following(Optional<ClientId> client, long after, int limit) {
        failIfTold();
        if (after >= failsAfter) {
            throw outage();
        }
        return events.stream()
                .filter(event -> client.isEmpty() || event.client().equals(client))
                .filter(event -> event.id() > after)
                .sorted(Comparator.comparingLong(AuditEvent::id))
                .limit(limit)
                .toList();
    }

    @Override
    public synchronized Page<EndingCredential> ending(Instant from, Instant until, Optional<String> after, int limit) {
        failIfTold();
        List<EndingCredential> soonestFirst = ending().filter(
                        credential -> !credential.endsAt().isBefore(from)
                                && !credential.endsAt().isAfter(until))
                .sorted(Comparator.comparing(EndingCredential::endsAt).thenComparing(EndingCredential::id))
                .toList();
        return page(soonestFirst, EndingCredential::id, after, limit);
    }

    @Override
    public synchronized long count(Instant after, Instant until) {
        failIfTold();
        return ending().filter(credential -> credential.endsAt().isAfter(after)
                        && !credential.endsAt().isAfter(until))
                .count();
    }

    private Stream<EndingCredential> ending() {
        return clients.values().stream().flatMap(EndingCredential::of);
    }

    @Override
    public synchronized void note(ClientId client, Change event) {
        failIfTold();
        record(Optional.of(client), event);
    }

    @Override
    public synchronized void announce(Optional<ClientId> client, Change change) {
        failIfTold();
        announced.add(client);
        record(client, change);
    }

    /** The client to be forgotten; empty: all. */
    synchronized List<Optional<ClientId>> announced() {
        return List.copyOf(announced);
    }

    private Client expected(ClientId id, OptionalLong version) {
        failIfTold();
        Client present = clients.get(id);
        if (present == null) {
            throw new RejectedChangeException(Reason.MISSING);
        }
        if (version.isPresent() && version.getAsLong() != present.version()) {
            throw new RejectedChangeException(Reason.STALE);
        }
        return present;
    }

    private Client store(Client client, Change change) {
        clients.put(client.id(), client);
        record(Optional.of(client.id()), change);
        return client;
    }

    private void record(Optional<ClientId> id, Change change) {
        events.add(new AuditEvent(
                events.size() + 1L, clock.instant(), change.actor(), change.action(), id, change.detail()));
    }

    private void refuseForLastAdministrator(ClientId id) {
        boolean another = clients.values().stream()
                .anyMatch(client -> !client.id().equals(id) && client.profile().canAdminister());
        if (!another) {
            throw new RejectedChangeException(Reason.LAST_ADMINISTRATOR);
        }
    }

    private void failIfTold() {
        failure.ifPresent(thrown -> {
            throw thrown;
        });
    }

    private static boolean matches(Client client, String search) {
        String text = (client.id().value() + " " + client.profile().name()).toLowerCase(Locale.ROOT);
        return Arrays.stream(text.split("[^\\p{L}\\p{N}]+"))
                .anyMatch(word -> word.startsWith(search.toLowerCase(Locale.ROOT)));
    }

    /** A page ends with the key of its last item; the next one begins behind it. */
    private static <T> Page<T> page(List<T> all, Function<T, String> key, Optional<String> after, int limit) {
        int from = 0;
        if (after.isPresent()) {
            List<String> keys = all.stream().map(key).toList();
            from = keys.indexOf(after.get()) + 1;
            if (from == 0) {
                throw new IllegalArgumentException("no such page");
            }
        }
        int to = Math.min(all.size(), from + limit);
        Optional<String> next = to < all.size() ? Optional.of(key.apply(all.get(to - 1))) : Optional.empty();
        return new Page<>(all.subList(from, to), next);
    }
}
