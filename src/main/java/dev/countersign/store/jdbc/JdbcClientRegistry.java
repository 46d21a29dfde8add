package dev.countersign.store.jdbc;

import dev.countersign.client.AuditEvent;
import dev.countersign.client.Change;
import dev.countersign.client.Client;
import dev.countersign.client.ClientId;
import dev.countersign.client.ClientProfile;
import dev.countersign.client.ClientRegistry;
import dev.countersign.client.ClientSecret;
import dev.countersign.client.Creation;
import dev.countersign.client.NewClient;
import dev.countersign.client.Page;
import dev.countersign.client.RejectedChangeException;
import dev.countersign.client.RejectedChangeException.Reason;
import dev.countersign.client.SearchTerms;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Reads and changes clients; refuses a change of an outdated version, and one that would leave no administrator.
 * Thread-safe.
 */
final class JdbcClientRegistry implements ClientRegistry {

    /** A node that is further behind another one has a wrong clock, or the other one had. */
    private static final Duration MAX_CLOCK_LAG = Duration.ofMinutes(1);

    private final Connections connections;
    private final Ledger ledger;

    JdbcClientRegistry(Connections connections, Ledger ledger) {
        this.connections = connections;
        this.ledger = ledger;
    }

    @Override
    public Optional<Client> find(ClientId id) {
        return connections.read(connection -> ClientReader.find(connection, id));
    }

    @Override
    public Page<Client> page(String search, Optional<String> after, int limit) {
        if (search.isEmpty()) {
            Optional<ClientId> last = after.map(Cursor::id);
            return connections.read(connection -> ClientPages.all(connection, last, limit));
        }
        String prefix = SearchTerms.prefix(search);
        Optional<Cursor.Hit> last = after.map(cursor -> Cursor.hit(cursor, prefix));
        return prefix.isEmpty()
                ? new Page<>(List.of(), Optional.empty())
                : connections.read(connection -> ClientPages.found(connection, prefix, last, limit));
    }

    @Override
    public long count() {
        return connections.read(ClientPages::count);
    }

    @Override
    public Client create(ClientId id, ClientProfile profile, List<ClientSecret> secrets, Change change) {
        Creation creation =
                createAll(List.of(new NewClient(id, profile, secrets, change))).get(0);
        if (creation instanceof Creation.Made made) {
            return made.client();
        }
        throw new RejectedChangeException(Reason.EXISTS);
    }

    @Override
    public List<Creation> createAll(List<NewClient> wanted) {
        List<ClientId> ids = wanted.stream().map(NewClient::id).toList();
        return ledger.change(turn -> {
            Set<ClientId> taken = existing(turn.connection(), ids);
            List<NewClient> free =
                    wanted.stream().filter(client -> taken.add(client.id())).toList();
            Map<ClientId, Client> made = insert(turn, free);
            // Of two with one id the first one is made.
            return ids.stream()
                    .map(id -> Optional.ofNullable(made.remove(id))
                            .<Creation>map(Creation.Made::new)
                            .orElseGet(Creation.Exists::new))
                    .toList();
        });
    }

    @Override
    public Client update(ClientId id, OptionalLong expectedVersion, UnaryOperator<Client> edit, Change change) {
        return ledger.change(turn -> {
            Client before = expect(turn.connection(), id, expectedVersion);
            Client edited = edit.apply(before);
            Client after = new Client(
                    id,
                    StorableInstants.of(edited.profile()),
                    StorableInstants.of(edited.secrets()),
                    StorableInstants.ofCertificates(edited.certificates()),
                    before.version() + 1,
                    before.createdAt(),
                    turn.now());
            if (after.profile().equals(before.profile())
                    && after.secrets().equals(before.secrets())
                    && after.certificates().equals(before.certificates())) {
                return before;
            }
            if (before.profile().canAdminister() && !after.profile().canAdminister()) {
                expectAnotherAdministrator(turn.connection(), id);
            }
            ClientWriter.update(turn.connection(), before, after);
            turn.enter(id, change);
            return after;
        });
    }

    @Override
    public void delete(ClientId id, OptionalLong expectedVersion, Change change) {
        ledger.change(turn -> {
            Client before = expect(turn.connection(), id, expectedVersion);
            if (before.profile().canAdminister()) {
                expectAnotherAdministrator(turn.connection(), id);
            }
            ClientWriter.delete(turn.connection(), id);
            turn.enter(id, change);
            return before;
        });
    }

    /** See {@link JdbcStore#bootstrapAdministrator}. */
    boolean bootstrapAdministrator(ClientId id, ClientProfile profile, ClientSecret secret) {
        if (!profile.canAdminister()) {
            throw new IllegalArgumentException("the profile of the first administrator is not an administrator's");
        }
        return ledger.change(turn -> {
            if (!markBootstrap(turn)) {
                return false;
            }
            if (!existing(turn.connection(), List.of(id)).isEmpty()) {
                turn.enter(id, new Change("system", "client.bootstrap", "not made: a client of this id exists"));
                return false;
            }
            Change change = new Change("system", "client.bootstrap", "administrator");
            insert(turn, List.of(new NewClient(id, profile, List.of(secret), change)));
            return true;
        });
    }

    /** Marks in the store that the bootstrap is over; false when it was marked before. */
    private static boolean markBootstrap(Ledger.Turn turn) throws SQLException {
        String name = "bootstrap-administrator";
        boolean over = Sql.first(
                        turn.connection(), row -> row.getInt(1), "select 1 from countersign_mark where name = ?", name)
                .isPresent();
        if (!over) {
            Sql.execute(
                    turn.connection(), "insert into countersign_mark (name, made_at) values (?, ?)", name, turn.now());
        }
        return !over;
    }

    private static Map<ClientId, Client> insert(Ledger.Turn turn, List<NewClient> wanted) throws SQLException {
        Map<ClientId, AuditEvent> last = Events.lastOf(
                turn.connection(), wanted.stream().map(NewClient::id).toList());
        Map<ClientId, Client> made = new LinkedHashMap<>();
        for (NewClient client : wanted) {
            made.put(client.id(), created(client, Optional.ofNullable(last.get(client.id())), turn.now()));
        }
        ClientWriter.insert(turn.connection(), made.values());
        turn.enterCreated(wanted);
        return made;
    }

    /** @param last the last event of an earlier client of this id */
    private static Client created(NewClient wanted, Optional<AuditEvent> last, Instant now) {
        long version = last.map(AuditEvent::id).orElse(0L) + 1;
        Instant createdAt = last.map(event -> after(event.at(), now)).orElse(now);
        return new Client(
                wanted.id(),
                StorableInstants.of(wanted.profile()),
                StorableInstants.of(wanted.secrets()),
                version,
                createdAt,
                createdAt);
    }

    /**
     * Now, or the first storable instant after the second of the last event: a client that is made anew is younger than
     * all that was done with the earlier one, its tokens included, which have whole seconds; also when this node's
     * clock is behind.
     */
    private static Instant after(Instant lastEvent, Instant now) {
        Instant end = StorableInstants.wholeSecond(lastEvent);
        boolean behind = !now.isAfter(end) && now.plus(MAX_CLOCK_LAG).isAfter(lastEvent);
        return behind ? end.plus(1, ChronoUnit.MICROS) : now;
    }

    private static Set<ClientId> existing(Connection connection, List<ClientId> ids) throws SQLException {
        if (ids.isEmpty()) {
            return new HashSet<>();
        }
        return new HashSet<>(Sql.list(
                connection,
                row -> new ClientId(row.getString(1)),
                "select client_id from countersign_client where client_id in (" + Sql.places(ids.size()) + ")",
                ids.stream().map(ClientId::value).toArray()));
    }

    private static Client expect(Connection connection, ClientId id, OptionalLong version) throws SQLException {
        Client client =
                ClientReader.find(connection, id).orElseThrow(() -> new RejectedChangeException(Reason.MISSING));
        if (version.isPresent() && version.getAsLong() != client.version()) {
            throw new RejectedChangeException(Reason.STALE);
        }
        return client;
    }

    /** Holds until the commit: no other node can have the ledger's turn meanwhile. */
    private static void expectAnotherAdministrator(Connection connection, ClientId id) throws SQLException {
        boolean another =
                Sql.first(connection, row -> row.getInt(1), """
                        select 1 from countersign_client
                        where administrator = true and enabled = true and access_type = 'confidential' and client_id <> ?
                        fetch first 1 row only
                        """, id.value()).isPresent();
        if (!another) {
            throw new RejectedChangeException(Reason.LAST_ADMINISTRATOR);
        }
    }
}
