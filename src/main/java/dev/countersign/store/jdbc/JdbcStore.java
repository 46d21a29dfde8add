package dev.countersign.store.jdbc;

import dev.countersign.client.AuditEvent;
import dev.countersign.client.AuditTrail;
import dev.countersign.client.Change;
import dev.countersign.client.ChangeFeed;
import dev.countersign.client.Client;
import dev.countersign.client.ClientId;
import dev.countersign.client.ClientProfile;
import dev.countersign.client.ClientRegistry;
import dev.countersign.client.ClientSecret;
import dev.countersign.client.CredentialUse;
import dev.countersign.client.Page;
import dev.countersign.client.RejectedChangeException;
import dev.countersign.client.RejectedChangeException.Reason;
import dev.countersign.client.UnavailableException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;

/**
 * Keeps the clients in a relational database, whose tables {@link Schema} has made. Several nodes may share one. Any method throws {@link
 * UnavailableException} when the database cannot be asked, and works again as soon as it can. Thread-safe.
 */
public final class JdbcStore implements ClientRegistry, AuditTrail, ChangeFeed, CredentialUse, AutoCloseable {

    private final Connections connections;
    private final Ledger ledger;
    private final LastUses lastUses;
    private final MasterKeyChecks masterKeyChecks;

    /** @param dataSource is not closed by {@link #close()} */
    public JdbcStore(DataSource dataSource, InstantSource clock) {
        connections = new Connections(dataSource);
        ledger = new Ledger(connections, clock);
        lastUses = new LastUses(connections);
        masterKeyChecks = new MasterKeyChecks(connections);
    }

    /** @param listener is told of each change that was made through this object, right after the commit; must not fail */
    public void onChange(Consumer<ClientId> listener) {
        ledger.onChange(listener);
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
    public Client create(ClientId id, ClientProfile profile, List<ClientSecret> secrets, Change change) {
        return ledger.change(turn -> {
            if (exists(turn.connection(), id)) {
                throw new RejectedChangeException(Reason.EXISTS);
            }
            return insert(turn, id, profile, secrets, change);
        });
    }

    @Override
    public Client update(ClientId id, OptionalLong expectedVersion, UnaryOperator<Client> edit, Change change) {
        return ledger.change(turn -> {
            Client before = expect(turn.connection(), id, expectedVersion);
            Client edited = edit.apply(before);
            Client after = new Client(
                    id,
                    edited.profile(),
                    StorableInstants.of(edited.secrets()),
                    before.version() + 1,
                    before.createdAt(),
                    turn.now());
            if (after.profile().equals(before.profile()) && after.secrets().equals(before.secrets())) {
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

    /**
     * Makes the first administrator, once in the store's life. A client of that id that exists is left as it is, and then that once is over
     * too: otherwise whoever deletes that client a year later would get an administrator in its place.
     *
     * @return whether the client was made, now and by this node
     */
    public boolean bootstrapAdministrator(ClientId id, ClientProfile profile, ClientSecret secret) {
        if (!profile.canAdminister()) {
            throw new IllegalArgumentException("this would be no administrator");
        }
        return ledger.change(turn -> {
            if (!Marks.make(turn.connection(), "bootstrap-administrator", turn.now())) {
                return false;
            }
            if (exists(turn.connection(), id)) {
                turn.enter(id, new Change("system", "client.bootstrap", "not made: a client of this id exists"));
                return false;
            }
            insert(turn, id, profile, List.of(secret), new Change("system", "client.bootstrap", "administrator"));
            return true;
        });
    }

    @Override
    public Page<AuditEvent> events(Optional<ClientId> client, Optional<String> after, int limit) {
        long before = after.map(Cursor::number).orElse(Long.MAX_VALUE);
        return connections.read(connection -> Events.page(connection, client, before, limit));
    }

    @Override
    public Changes since(long position) {
        return connections.read(connection -> Events.since(connection, position));
    }

    @Override
    public void used(String credentialId, Instant at) {
        lastUses.used(credentialId, at);
    }

    /** For each master key that was ever used with this store, by its id, the value to recognize it by. */
    public Map<String, String> masterKeyChecks() {
        return masterKeyChecks.all();
    }

    /** Keeps the value, unless there is one for that key already; when several nodes add one at once, the first one stays. Returns what stays. */
    public String addMasterKeyCheck(String keyId, String value) {
        return masterKeyChecks.add(keyId, value);
    }

    /** Whether a secret is kept in a form that begins so: whether a key is still needed. Reads all secrets. */
    public boolean hasSecretHashStartingWith(String prefix) {
        return masterKeyChecks.hasHashStartingWith(prefix);
    }

    /** Returns when the database answers. */
    public void ping() {
        since(Long.MAX_VALUE);
    }

    /** Writes down what is only remembered so far. */
    @Override
    public void close() {
        lastUses.close();
    }

    private static Client insert(
            Ledger.Turn turn, ClientId id, ClientProfile profile, List<ClientSecret> secrets, Change change)
            throws SQLException {
        Client client = new Client(id, profile, StorableInstants.of(secrets), 1, turn.now(), turn.now());
        ClientWriter.insert(turn.connection(), client);
        turn.enter(id, change);
        return client;
    }

    private static boolean exists(Connection connection, ClientId id) throws SQLException {
        return Sql.first(
                        connection,
                        row -> row.getInt(1),
                        "select 1 from countersign_client where client_id = ?",
                        id.value())
                .isPresent();
    }

    private static Client expect(Connection connection, ClientId id, OptionalLong version) throws SQLException {
        Client client =
                ClientReader.find(connection, id).orElseThrow(() -> new RejectedChangeException(Reason.MISSING));
        if (version.isPresent() && version.getAsLong() != client.version()) {
            throw new RejectedChangeException(Reason.STALE);
        }
        return client;
    }

    /** Nobody can change the answer meanwhile: the turn is ours. */
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
