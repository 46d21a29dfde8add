package dev.countersign.store.jdbc;

import dev.countersign.client.AuditEvent;
import dev.countersign.client.AuditTrail;
import dev.countersign.client.Change;
import dev.countersign.client.ChangeAnnouncer;
import dev.countersign.client.ChangeFeed;
import dev.countersign.client.Client;
import dev.countersign.client.ClientId;
import dev.countersign.client.ClientProfile;
import dev.countersign.client.ClientRegistry;
import dev.countersign.client.ClientSecret;
import dev.countersign.client.CredentialUse;
import dev.countersign.client.EndingCredential;
import dev.countersign.client.ExpiryCalendar;
import dev.countersign.client.ExpiryNotices;
import dev.countersign.client.Page;
import dev.countersign.client.UnavailableException;
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
public final class JdbcStore
        implements ClientRegistry,
                AuditTrail,
                ExpiryCalendar,
                ChangeFeed,
                ChangeAnnouncer,
                CredentialUse,
                AutoCloseable {

    private final Connections connections;
    private final Ledger ledger;
    private final ClientChanges changes;
    private final LastUses lastUses;
    private final MasterKeyChecks masterKeyChecks;

    /** @param dataSource is not closed by {@link #close()} */
    public JdbcStore(DataSource dataSource, InstantSource clock) {
        connections = new Connections(dataSource);
        ledger = new Ledger(connections, clock);
        changes = new ClientChanges(ledger);
        lastUses = new LastUses(connections);
        masterKeyChecks = new MasterKeyChecks(connections);
    }

    /** @param listener is told of each change that was made through this object, of a client or, where there is none, of all, right after the commit; must not fail */
    public void onChange(Consumer<Optional<ClientId>> listener) {
        ledger.onChange(listener);
    }

    /** The changes but for those that were made through this object, of which its listeners know. To be followed by one alone. */
    public ChangeFeed changesOfOthers() {
        return position -> {
            Changes changes = connections.read(connection -> Events.since(connection, position, ledger::isKnown));
            ledger.passed(Math.min(position, changes.position()));
            return changes;
        };
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
        return changes.create(id, profile, secrets, change);
    }

    @Override
    public Client update(ClientId id, OptionalLong expectedVersion, UnaryOperator<Client> edit, Change change) {
        return changes.update(id, expectedVersion, edit, change);
    }

    @Override
    public void delete(ClientId id, OptionalLong expectedVersion, Change change) {
        changes.delete(id, expectedVersion, change);
    }

    /**
     * Makes the first administrator, once in the store's life. A client of that id that exists is left as it is, and then that once is over
     * too: otherwise whoever deletes that client a year later would get an administrator in its place.
     *
     * @return whether the client was made, now and by this node
     */
    public boolean bootstrapAdministrator(ClientId id, ClientProfile profile, ClientSecret secret) {
        return changes.bootstrapAdministrator(id, profile, secret);
    }

    @Override
    public Page<AuditEvent> events(Optional<ClientId> client, Optional<String> after, int limit) {
        long before = after.map(Cursor::number).orElse(Long.MAX_VALUE);
        return connections.read(connection -> Events.page(connection, client, before, limit));
    }

    @Override
    public void note(ClientId client, Change event) {
        ledger.change(turn -> {
            turn.enterNote(client, event);
            return client;
        });
    }

    /** On this node before this returns. */
    @Override
    public void announce(Optional<ClientId> client, Change change) {
        ledger.change(turn -> {
            turn.enterForgetting(client, change);
            return client;
        });
    }

    @Override
    public Page<EndingCredential> ending(Instant from, Instant until, Optional<String> after, int limit) {
        Cursor.End last = after.map(Cursor::end).orElse(new Cursor.End(from, ""));
        return connections.read(connection -> ExpiryPages.page(connection, last, until, limit));
    }

    @Override
    public long count(Instant after, Instant until) {
        return connections.read(connection -> ExpiryPages.count(connection, after, until));
    }

    /** What was written down about credentials that end soon, by all nodes. */
    public ExpiryNotices expiryNotices() {
        return new ToldEnds(connections, ledger);
    }

    @Override
    public Changes since(long position) {
        return connections.read(connection -> Events.since(connection, position, number -> false));
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

    /** What others in this room work on, so that all of it takes turns where the database needs that. */
    Connections connections() {
        return connections;
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
}
