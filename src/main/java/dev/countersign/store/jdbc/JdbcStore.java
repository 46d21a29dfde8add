package dev.countersign.store.jdbc;

import dev.countersign.auth.GuardRuns;
import dev.countersign.client.AuditTrail;
import dev.countersign.client.Change;
import dev.countersign.client.ChangeAnnouncer;
import dev.countersign.client.ChangeFeed;
import dev.countersign.client.ClientDirectory;
import dev.countersign.client.ClientId;
import dev.countersign.client.ClientProfile;
import dev.countersign.client.ClientRegistry;
import dev.countersign.client.ClientSecret;
import dev.countersign.client.CredentialUse;
import dev.countersign.client.ExpiryCalendar;
import dev.countersign.client.ExpiryNotices;
import dev.countersign.client.ReplacedCredentials;
import dev.countersign.client.SecretOwners;
import dev.countersign.client.UnavailableException;
import dev.countersign.token.KeyRotationTurn;
import dev.countersign.token.RevokedTokens;
import dev.countersign.token.SigningKeyStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import javax.sql.DataSource;

/**
 * Keeps the clients, and what was done with them, in a relational database, whose tables {@link Schema} has made.
 * Several nodes may share one. Any method of it and of its parts throws {@link UnavailableException} while the database
 * is unavailable, and works again afterwards without a restart; all are thread-safe.
 */
public final class JdbcStore implements AutoCloseable {

    private final Connections connections;
    private final Ledger ledger;
    private final JdbcClientRegistry clients;
    private final Events events;
    private final LastUses lastUses;
    private final LastUses lastUsesElsewhere;
    private final JdbcRevokedTokens revokedTokens;
    private final Sweep revokedTokenSweep;
    private final Optional<Sweep> eventSweep;

    /** The same, keeping events for ever. */
    public JdbcStore(DataSource dataSource, InstantSource clock) {
        this(dataSource, Duration.ZERO, clock);
    }

    /**
     * Opens the store.
     *
     * @param dataSource is not closed by {@link #close()}
     * @param eventRetention how long events are kept; zero: for ever
     */
    public JdbcStore(DataSource dataSource, Duration eventRetention, InstantSource clock) {
        connections = new Connections(dataSource);
        ledger = new Ledger(connections, clock);
        clients = new JdbcClientRegistry(connections, ledger);
        events = new Events(connections, ledger);
        lastUses = new LastUses(connections);
        lastUsesElsewhere = LastUses.elsewhere(connections);
        revokedTokens = new JdbcRevokedTokens(connections);
        revokedTokenSweep = revokedTokens.sweep(clock, Sweep.BETWEEN_SWEEPS);
        eventSweep = eventRetention.isZero()
                ? Optional.empty()
                : Optional.of(new OldEvents(connections, eventRetention).sweep(clock, Sweep.BETWEEN_SWEEPS));
    }

    /** Counters of all calls of this database. */
    public StoreCalls calls() {
        return connections.calls();
    }

    public ClientRegistry clients() {
        return clients;
    }

    /**
     * Makes the first administrator, once per store. An existing client of that id is left as it is, and counts as
     * made: otherwise a start after its deletion would bring back an administrator in its place.
     *
     * @return whether the client was made, now and by this node
     */
    public boolean bootstrapAdministrator(ClientId id, ClientProfile profile, ClientSecret secret) {
        return clients.bootstrapAdministrator(id, profile, secret);
    }

    /**
     * @param listener called right after the commit of each change that was made through this object, with the client,
     *     or empty for a change of all; must not throw
     */
    public void onChange(Consumer<Optional<ClientId>> listener) {
        ledger.onChange(listener);
    }

    /**
     * Records a change of a client that is kept elsewhere. The work is done only where its event can be written, and
     * once; should the event then get lost at its commit, this throws although the client has changed.
     *
     * @param changed whether the work has changed the client; otherwise nothing is recorded
     */
    public <T> T recording(ClientId client, Change change, Supplier<T> work, Predicate<T> changed) {
        return ledger.recording(client, change, work, changed);
    }

    public ChangeAnnouncer announcer() {
        return ledger;
    }

    public ChangeFeed changes() {
        return events;
    }

    /**
     * The changes except those that were made through this object, which its listeners know already. For a single
     * follower.
     */
    public ChangeFeed changesOfOthers() {
        return events::ofOthersSince;
    }

    public AuditTrail auditTrail() {
        return events;
    }

    public SecretOwners secretOwners() {
        return new SecretOwnerRows(connections);
    }

    public ReplacedCredentials replacedCredentials() {
        return new ReplacedCredentialRows(connections);
    }

    public ExpiryCalendar expiryCalendar() {
        return new ExpiryPages(connections);
    }

    /** The notices of credentials that end soon, written by all nodes. */
    public ExpiryNotices expiryNotices() {
        return new ToldEnds(connections, ledger, new ExpiryPages(connections));
    }

    /** The ends of credentials that are kept elsewhere. */
    public ExpiryCalendar expiryCalendar(ClientDirectory elsewhere) {
        return new ListedExpiries(elsewhere);
    }

    /** The notices of credentials that are kept elsewhere. */
    public ExpiryNotices expiryNotices(ClientDirectory elsewhere) {
        return new ToldEnds(connections, ledger, new ListedExpiries(elsewhere));
    }

    public CredentialUse credentialUse() {
        return lastUses;
    }

    /** Of credentials that are kept elsewhere. */
    public CredentialUse credentialUseElsewhere() {
        return lastUsesElsewhere;
    }

    /** When credentials that are kept elsewhere were used last: by their ids, without those that were not. */
    public Map<String, Instant> lastUsesElsewhere(Collection<String> credentialIds) {
        return credentialIds.isEmpty()
                ? Map.of()
                : connections.read(connection -> UsesElsewhere.read(connection, credentialIds));
    }

    public MasterKeyChecks masterKeyChecks() {
        return new MasterKeyChecks(connections);
    }

    public SigningKeyStore signingKeys() {
        return new JdbcSigningKeys(connections, ledger);
    }

    /** Which node looks after the signing keys. */
    public KeyRotationTurn keyRotationTurn() {
        return new Chore(connections, "rotate-signing-keys")::take;
    }

    /** They are deleted some time after their tokens have expired. */
    public RevokedTokens revokedTokens() {
        return revokedTokens;
    }

    /** The run of the server that was begun last, on any node. */
    public GuardRuns guardRuns() {
        return new Runs(connections);
    }

    /** Whether it was restored from a backup, and when. */
    public RestoreMark restoreMark() {
        return new RestoreMark(connections);
    }

    /** Shared by this package, so that all writers take turns where the database needs that. */
    Connections connections() {
        return connections;
    }

    /** Returns once the database has answered. */
    public void ping() {
        events.ping();
    }

    /** Writes the last uses that are only in memory so far, and stops what runs in the background. */
    @Override
    public void close() {
        revokedTokenSweep.close();
        eventSweep.ifPresent(Sweep::close);
        lastUses.close();
        lastUsesElsewhere.close();
    }
}
