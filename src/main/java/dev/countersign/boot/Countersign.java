package dev.countersign.boot;

import dev.countersign.admin.AdminDesk;
import dev.countersign.admin.KeyCacheTools;
import dev.countersign.admin.KeyTools;
import dev.countersign.admin.ServerFacts;
import dev.countersign.admin.TrialTools;
import dev.countersign.auth.AssertionRules;
import dev.countersign.auth.AuthenticatorContext;
import dev.countersign.auth.Gatekeeper;
import dev.countersign.auth.KeySetOrigin;
import dev.countersign.auth.SignatureProviders;
import dev.countersign.auth.Throttle;
import dev.countersign.cache.CachedClientKeys;
import dev.countersign.cache.CachedClientStore;
import dev.countersign.cache.ChangeFollower;
import dev.countersign.cache.KeyCacheControl;
import dev.countersign.client.ClientId;
import dev.countersign.expiry.ExpiryOutlook;
import dev.countersign.expiry.ExpiryWatch;
import dev.countersign.fetch.GuardedKeySetOrigin;
import dev.countersign.http.AuthenticationRecord;
import dev.countersign.http.HealthChecks;
import dev.countersign.http.Sentry;
import dev.countersign.http.Transport;
import dev.countersign.jose.ExplainedTrial;
import dev.countersign.jose.ImportedKeySet;
import dev.countersign.jose.InlineKeySet;
import dev.countersign.jose.KeySetByUrl;
import dev.countersign.replay.MemoryReplayGuard;
import dev.countersign.secret.DecryptedSecrets;
import dev.countersign.secret.ExplainedSecretTrial;
import dev.countersign.secret.KeyRing;
import dev.countersign.secret.RandomSecretIssuer;
import dev.countersign.store.jdbc.JdbcStore;
import dev.countersign.store.jdbc.Schema;
import dev.countersign.store.jdbc.StoreReplayGuard;
import dev.countersign.x509.FastSignatures;
import dev.countersign.x509.KeyDescriptions;
import dev.countersign.x509.KeyPairs;
import dev.countersign.x509.RegisteredKeys;
import dev.countersign.x509.StrictKeyImporter;
import jakarta.servlet.ServletContext;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
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
        CachedClientKeys keys = closing.add(clientKeys(settings.keySets(), clock, closing));
        Consumer<ClientId> changed = id -> {
            clients.forget(id);
            keys.forget(id);
        };
        Runnable allChanged = () -> {
            clients.forgetAll();
            keys.forgetAll();
        };
        store.onChange(client -> client.ifPresentOrElse(changed, allChanged));
        closing.add(new ChangeFollower(store.changesOfOthers(), changed, allChanged));

        AuthenticatorContext tools = new AuthenticatorContext(
                clock,
                ring,
                new DecryptedSecrets(ring, clock),
                keys,
                settings.assertions(),
                settings.replayGuardInMemory()
                        ? new MemoryReplayGuard(settings.assertions(), clock)
                        : closing.add(new StoreReplayGuard(store, clock)),
                new FastSignatures());
        InstalledMethods installed = InstalledMethods.load(Countersign.class.getClassLoader(), tools);
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
        ExpiryOutlook outlook = new ExpiryOutlook();
        HealthChecks health = healthChecks(ring, store, clock);
        AdminDesk desk = new AdminDesk(
                store,
                store,
                store,
                issuer,
                new KeyCacheTools(keys, store, new KeyDescriptions()),
                new TrialTools(new ExplainedTrial(tools), new ExplainedSecretTrial(ring, clock)),
                keyTools(settings.certificates(), clock),
                installed.descriptions(),
                sentry,
                record,
                outlook::counts,
                serverFacts(settings, ProductVersion.of(context), health, clock.instant()),
                clock);

        closing.add(new MBeanRegistration(record, "Authentication", context));
        closing.add(new MBeanRegistration(new KeyCacheControl(keys, store), "KeyCache", context));
        closing.add(new MBeanRegistration(outlook, "Credentials", context));
        closing.add(new ExpiryWatch(store, store.expiryNotices(), outlook, clock));
        context.setAttribute(Sentry.class.getName(), sentry);
        context.setAttribute(AdminDesk.class.getName(), desk);
        context.setAttribute(HealthChecks.class.getName(), health);
    }

    /** From the one source that holds a client's keys: certificates, a key set, the URL of a key set. */
    private static CachedClientKeys clientKeys(KeySetSettings settings, InstantSource clock, Closing closing) {
        SignatureProviders providers = new FastSignatures();
        KeySetOrigin origin = closing.add(new GuardedKeySetOrigin(
                settings.limits(), json -> KeySetByUrl.problem(json).isEmpty(), clock));
        return new CachedClientKeys(
                List.of(
                        new RegisteredKeys(clock),
                        new InlineKeySet(providers, clock),
                        new KeySetByUrl(origin, providers)),
                settings.ttl(),
                settings.mostClients(),
                clock);
    }

    private static KeyTools keyTools(CertificateSettings settings, InstantSource clock) {
        return new KeyTools(
                new KeyPairs(clock),
                new StrictKeyImporter(new ImportedKeySet(), settings.uploadMaxBytes(), settings.maxValidity(), clock),
                new KeyDescriptions(),
                settings.uploadMaxBytes(),
                settings.maxValidity());
    }

    private static ServerFacts serverFacts(
            Settings settings, Optional<String> version, HealthChecks health, Instant startedAt) {
        AssertionRules rules = settings.assertions();
        return new ServerFacts(
                settings.issuer(),
                version,
                startedAt,
                health,
                rules.audience(),
                AssertionSettings.ALGORITHMS.stream()
                        .filter(rules.algorithms()::contains)
                        .toList(),
                rules.expiredCertificates(),
                settings.keySets().ttl());
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
