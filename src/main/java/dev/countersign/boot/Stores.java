package dev.countersign.boot;

import dev.countersign.admin.StoreAbilities;
import dev.countersign.client.ClientDirectory;
import dev.countersign.client.ClientId;
import dev.countersign.client.ClientRegistry;
import dev.countersign.client.ClientStore;
import dev.countersign.client.CredentialUse;
import dev.countersign.client.ExpiryCalendar;
import dev.countersign.client.ExpiryNotices;
import dev.countersign.client.ListedSecretOwners;
import dev.countersign.client.ReplacedCredentials;
import dev.countersign.client.SecretOwners;
import dev.countersign.http.HealthChecks;
import dev.countersign.manage.ClientEntryFormat;
import dev.countersign.store.file.FileClientRegistry;
import dev.countersign.store.file.FileClients;
import dev.countersign.store.jdbc.JdbcStore;
import dev.countersign.store.jdbc.Schema;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javax.sql.DataSource;

/**
 * The two halves of what is kept: the clients, and the server's own state. With a database for the clients both are
 * there.
 *
 * @param clients asked for each request
 * @param administered the same, for administration
 * @param abilities what can be done with them
 * @param owners finds clients by the ids of their secrets; fails where clients cannot be listed
 * @param expiries of credentials that end; fails where clients cannot be listed
 * @param notices of the same
 * @param state signing keys, revoked tokens, used assertions, events, and the like
 * @param uses records the last use of each credential
 * @param follow takes the listener for changes that are made elsewhere and that the state store does not tell of
 * @param required checks without which the node is not ready, beside that of the state
 * @param reported checks of what administrators have to see to
 */
record Stores(
        ClientStore clients,
        ClientRegistry administered,
        StoreAbilities abilities,
        SecretOwners owners,
        ExpiryCalendar expiries,
        ExpiryNotices notices,
        JdbcStore state,
        CredentialUse uses,
        Consumer<Consumer<ClientId>> follow,
        Map<String, HealthChecks.Check> required,
        Map<String, HealthChecks.Check> reported) {

    /** Hardly the id of a client: it is looked up to see whether the store answers. */
    private static final ClientId PROBE = new ClientId("countersign.health-check");

    /** Of clients in a database; others do not keep how a secret or key was replaced. */
    Optional<ReplacedCredentials> replacedCredentials() {
        return abilities.keepsReplacements() ? Optional.of(state.replacedCredentials()) : Optional.empty();
    }

    /** Why they cannot be opened, by what is bound; each with the line to write. */
    static List<String> problems(Settings settings, Directory directory) {
        List<String> problems = new ArrayList<>();
        Optional<BoundStore> bound = Optional.empty();
        if (settings.store() instanceof StoreLocation.Bound place) {
            bound = unlessRefused(() -> directory.store(place.name()), problems);
            if (bound.isEmpty()) {
                return problems;
            }
        }
        if (bound.isPresent() && bound.get() instanceof BoundStore.Database) {
            settings.stateStore()
                    .filter(name -> !name.equals(settings.store().toString()))
                    .ifPresent(name -> problems.add("stateStore is " + name + ", but the store, " + settings.store()
                            + ", is a database, which keeps the state too: leave stateStore out"));
            return problems;
        }
        unlessRefused(() -> stateDatabase(settings, directory), problems);
        settings.bootstrapAdminSecret()
                .ifPresent(secret -> problems.add("bootstrapAdminSecret is set, but makes a client in databases only:"
                        + " leave it out, and give a client in " + settings.store()
                        + " the property administrator (doc/stores.md)"));
        return problems;
    }

    private static <T> Optional<T> unlessRefused(Supplier<T> look, List<String> problems) {
        try {
            return Optional.of(look.get());
        } catch (IllegalStateException e) {
            problems.add(FailedStart.reasons(e));
            return Optional.empty();
        }
    }

    /** Of clients that are in no database. */
    private static DataSource stateDatabase(Settings settings, Directory directory) {
        if (settings.stateStore().isPresent()) {
            return directory.stateStore(settings.stateStore().get());
        }
        if (directory.lookup(Settings.DEFAULT_STORE).isEmpty()) {
            throw new IllegalStateException("stateStore is required, since the store, " + settings.store()
                    + ", is no database: the JNDI name of a DataSource in which this server keeps its signing keys,"
                    + " revoked tokens and events. Write stateStore=java:comp/env/jdbc/countersign-state, and bind a"
                    + " DataSource there (java -jar brings one of its own)");
        }
        return directory.stateStore(Settings.DEFAULT_STORE);
    }

    /** Opens the half with the server's own state. */
    static JdbcStore openState(Settings settings, Directory directory, InstantSource clock) {
        if (settings.store() instanceof StoreLocation.Bound place
                && directory.store(place.name()) instanceof BoundStore.Database database) {
            return openDatabase(database.dataSource(), settings, clock);
        }
        return openDatabase(stateDatabase(settings, directory), settings, clock);
    }

    /**
     * Opens the clients beside it.
     *
     * @param format of clients in a file
     * @throws IllegalStateException when a file cannot be used; the message is for the deployer
     */
    static Stores open(
            Settings settings,
            Directory directory,
            JdbcStore state,
            ClientEntryFormat format,
            InstantSource clock,
            OpenResources closing) {
        if (settings.store() instanceof StoreLocation.JsonFile file) {
            return of(file, state, format, clock, closing);
        }
        return directory.store(settings.store().toString()) instanceof BoundStore.Own own
                ? of(own.clients(), state, closing)
                : of(state);
    }

    private static Stores of(JdbcStore store) {
        return new Stores(
                store.clients(),
                store.clients(),
                StoreAbilities.DATABASE,
                store.secretOwners(),
                store.expiryCalendar(),
                store.expiryNotices(),
                store,
                store.credentialUse(),
                changed -> {},
                Map.of(),
                Map.of());
    }

    private static Stores of(
            StoreLocation.JsonFile file,
            JdbcStore state,
            ClientEntryFormat format,
            InstantSource clock,
            OpenResources closing) {
        FileClients clients = closing.add(new FileClients(file.path(), format, clock));
        ClientStore store =
                file.writable() ? closing.add(new FileClientRegistry(clients, file.path(), format)) : clients;
        RecordedClients administered = new RecordedClients(clients, store, state);
        return new Stores(
                clients,
                administered,
                new StoreAbilities(
                        "file",
                        true,
                        file.writable(),
                        file.writable()
                                ? ""
                                : "Change the file " + file.path().getFileName()
                                        + ": that takes effect within a second."),
                new ListedSecretOwners(administered),
                state.expiryCalendar(administered),
                state.expiryNotices(administered),
                state,
                state.credentialUseElsewhere(),
                clients::onChange,
                Map.of(),
                Map.of("clients", clients::requireRight));
    }

    private static Stores of(ClientStore own, JdbcStore state, OpenResources closing) {
        if (own instanceof AutoCloseable closeable) {
            closing.add(closeable);
        }
        OwnClients clients = new OwnClients(own);
        RecordedClients administered = new RecordedClients(clients, own, state);
        return new Stores(
                clients,
                administered,
                new StoreAbilities(
                        "own",
                        own instanceof ClientDirectory,
                        own instanceof ClientRegistry,
                        own instanceof ClientRegistry
                                ? ""
                                : "Use the tools of that store, which the deployer has bound."),
                new ListedSecretOwners(administered),
                state.expiryCalendar(administered),
                state.expiryNotices(administered),
                state,
                state.credentialUseElsewhere(),
                changed -> {},
                Map.of("clients", () -> clients.find(PROBE)),
                Map.of());
    }

    private static JdbcStore openDatabase(DataSource dataSource, Settings settings, InstantSource clock) {
        Schema schema = new Schema(dataSource);
        if (settings.migrate()) {
            schema.migrate();
        } else {
            schema.requireCurrent();
        }
        return new JdbcStore(dataSource, settings.eventRetention(), clock);
    }
}
