package dev.countersign.boot;

import dev.countersign.admin.AdminDesk;
import dev.countersign.auth.AuthenticatorContext;
import dev.countersign.auth.Gatekeeper;
import dev.countersign.auth.Throttle;
import dev.countersign.cache.CachedClientStore;
import dev.countersign.cache.ChangeFollower;
import dev.countersign.http.AuthenticationRecord;
import dev.countersign.http.HealthChecks;
import dev.countersign.http.Sentry;
import dev.countersign.http.Transport;
import dev.countersign.secret.KeyRing;
import dev.countersign.secret.RandomSecretIssuer;
import dev.countersign.store.jdbc.JdbcStore;
import dev.countersign.store.jdbc.Schema;
import jakarta.servlet.ServletContext;
import java.time.InstantSource;
import java.util.Map;
import javax.sql.DataSource;

/** All of Countersign, put together by hand: this is where one sees what talks to what. */
final class Countersign implements AutoCloseable {

    private final Closing closing;

    private Countersign(Closing closing) {
        this.closing = closing;
    }

    /**
     * Reads the settings, opens the store, and leaves what filters and servlets need in the servlet context.
     *
     * @throws SettingsException when a setting is wrong
     * @throws IllegalStateException when the store or the master key will not do; the message is for the deployer
     * @throws IllegalArgumentException when the database is of a kind that will not do; so is the message
     * @throws dev.countersign.client.UnavailableException when the store cannot be asked
     */
    static Countersign start(ServletContext context) {
        Directory directory = new Directory();
        Settings settings =
                Settings.read(Deployment.sources(context, directory, System.getProperties(), System.getenv()));
        Closing closing = new Closing();
        try {
            assemble(context, settings, directory, closing);
            return new Countersign(closing);
        } catch (RuntimeException | Error e) {
            // An error too: that is how a broken plug-in shows.
            closing.close();
            throw e;
        }
    }

    private static void assemble(ServletContext context, Settings settings, Directory directory, Closing closing) {
        InstantSource clock = InstantSource.system();
        KeyRing ring = KeyRingFile.read(settings.masterKey());
        JdbcStore store =
                closing.add(openStore(BoundStore.dataSource(directory, settings.store()), settings.migrate(), clock));
        MasterKeyCheck.verify(ring, store);

        RandomSecretIssuer issuer = new RandomSecretIssuer(ring, clock);
        settings.bootstrapAdminSecret().ifPresent(secret -> FirstAdministrator.register(secret, issuer, store));

        CachedClientStore clients = closing.add(
                new CachedClientStore(store, settings.clientCacheTtl(), settings.storeOutageGrace(), clock));
        store.onChange(clients::forget);
        closing.add(new ChangeFollower(store, clients::forget));

        InstalledMethods installed =
                InstalledMethods.load(Countersign.class.getClassLoader(), new AuthenticatorContext(clock, ring));
        Gatekeeper gatekeeper = new Gatekeeper(clients, installed.authenticators());
        AuthenticationRecord record = new AuthenticationRecord(gatekeeper.methods(), clock);
        Sentry sentry = new Sentry(
                gatekeeper,
                installed.readers(),
                new Transport(settings.requireTls(), settings.trustedProxies()),
                new Throttle(clock),
                record,
                store,
                clock);
        AdminDesk desk = new AdminDesk(
                store, store, store, issuer, installed.descriptions(), sentry, record, settings.issuer(), clock);

        closing.add(new MBeanRegistration(record, "Authentication", context));
        context.setAttribute(Sentry.class.getName(), sentry);
        context.setAttribute(AdminDesk.class.getName(), desk);
        context.setAttribute(HealthChecks.class.getName(), healthChecks(ring, store, clock));
    }

    private static JdbcStore openStore(DataSource dataSource, boolean migrate, InstantSource clock) {
        Schema schema = new Schema(dataSource);
        if (migrate) {
            schema.migrate();
        } else {
            schema.requireCurrent();
        }
        return new JdbcStore(dataSource, clock);
    }

    private static HealthChecks healthChecks(KeyRing ring, JdbcStore store, InstantSource clock) {
        return new HealthChecks(
                Map.of("store", store::ping, "masterKey", () -> MasterKeyCheck.confirm(ring, store)), clock);
    }

    @Override
    public void close() {
        closing.close();
    }
}
