package dev.countersign.boot;

import dev.countersign.admin.AdministeredClients;
import dev.countersign.admin.Administration;
import dev.countersign.admin.BulkCalls;
import dev.countersign.admin.Calls;
import dev.countersign.admin.CertificateCalls;
import dev.countersign.admin.CertificateSubjectCalls;
import dev.countersign.admin.ClientCalls;
import dev.countersign.admin.ClientEntries;
import dev.countersign.admin.EventCalls;
import dev.countersign.admin.ExpiryCalls;
import dev.countersign.admin.KeyCacheCalls;
import dev.countersign.admin.KeyPairCalls;
import dev.countersign.admin.KeyRegistrar;
import dev.countersign.admin.KeySetCalls;
import dev.countersign.admin.LeakedCalls;
import dev.countersign.admin.MethodCatalog;
import dev.countersign.admin.Registrations;
import dev.countersign.admin.SecretCalls;
import dev.countersign.admin.ServerCalls;
import dev.countersign.admin.SigningKeyCalls;
import dev.countersign.admin.SigningKeysControl;
import dev.countersign.admin.StatisticsCalls;
import dev.countersign.admin.TrialCalls;
import dev.countersign.admin.TrialNotes;
import dev.countersign.auth.AuthenticatorContext;
import dev.countersign.auth.Gatekeeper;
import dev.countersign.auth.ReplayGuard;
import dev.countersign.auth.Throttle;
import dev.countersign.cache.CachedClientKeys;
import dev.countersign.cache.CachedClientStore;
import dev.countersign.cache.ChangeFollower;
import dev.countersign.cache.HeapWeight;
import dev.countersign.cache.KeyCacheControl;
import dev.countersign.client.AuthMethod;
import dev.countersign.client.ClientId;
import dev.countersign.endpoint.Endpoints;
import dev.countersign.expiry.ExpiryOutlook;
import dev.countersign.expiry.ExpiryWatch;
import dev.countersign.expiry.UnusedCredentials;
import dev.countersign.fetch.FetchLimits;
import dev.countersign.fetch.GuardedKeySetOrigin;
import dev.countersign.http.AuthenticationRecord;
import dev.countersign.http.CredentialTrial;
import dev.countersign.http.HealthChecks;
import dev.countersign.http.RequestBodies;
import dev.countersign.http.Sentry;
import dev.countersign.http.TokenAudiences;
import dev.countersign.http.Transport;
import dev.countersign.jose.ImportedKeySet;
import dev.countersign.jose.InlineKeySet;
import dev.countersign.jose.KeySet;
import dev.countersign.jose.KeySetByUrl;
import dev.countersign.manage.MetricsExposition;
import dev.countersign.manage.SecretIssuer;
import dev.countersign.secret.DecryptedSecrets;
import dev.countersign.secret.KeyRing;
import dev.countersign.secret.RandomSecretIssuer;
import dev.countersign.secret.StoredHashes;
import dev.countersign.secret.StoredSecretProof;
import dev.countersign.signing.TokenService;
import dev.countersign.store.jdbc.JdbcStore;
import dev.countersign.task.ChangeLag;
import dev.countersign.x509.FastSignatures;
import dev.countersign.x509.KeyDescriptions;
import dev.countersign.x509.KeyPairs;
import dev.countersign.x509.RegisteredKeys;
import dev.countersign.x509.SigningKeyPairs;
import dev.countersign.x509.StrictKeyImporter;
import jakarta.servlet.ServletContext;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All of Countersign, wired by hand: the one place that shows which part uses which. */
final class Countersign implements AutoCloseable {

    private final OpenResources closing;

    private Countersign(OpenResources closing) {
        this.closing = closing;
    }

    /**
     * Reads the settings, opens the store, and leaves what filters and servlets need in the servlet context.
     *
     * @throws SettingsException when a setting is wrong
     * @throws IllegalStateException when the store or the master key cannot be used; the message is for the deployer
     * @throws IllegalArgumentException when the database is not supported; the message is for the deployer
     * @throws dev.countersign.client.UnavailableException when the store is unavailable
     */
    static Countersign start(ServletContext context, Program program) {
        Directory directory = program.directory();
        Settings settings = Settings.read(program.sources(context, directory), read -> unusable(read, directory));
        OpenResources closing = new OpenResources();
        try {
            assemble(context, settings, directory, closing);
            return new Countersign(closing);
        } catch (RuntimeException | Error e) {
            // Errors too: a broken plug-in shows as a LinkageError.
            closing.close();
            throw e;
        }
    }

    /** What the settings name and is not there, or is something else. */
    private static List<String> unusable(Settings settings, Directory directory) {
        return Stream.concat(
                        Stream.of(
                                        KeyRingFile.problem(settings.masterKey()),
                                        settings.proxies().problem())
                                .flatMap(Optional::stream),
                        Stream.concat(
                                Stores.problems(settings, directory).stream(),
                                settings.clientCertificates().problems().stream()))
                .toList();
    }

    private static void assemble(
            ServletContext context, Settings settings, Directory directory, OpenResources closing) {
        InstantSource clock = InstantSource.system();
        KeyRing ring = KeyRingFile.read(settings.masterKey());
        JdbcStore store = closing.add(Stores.openState(settings, directory, clock));
        MasterKeyCheck.verify(ring, store.masterKeyChecks());

        RandomSecretIssuer issuer = new RandomSecretIssuer(ring, clock);
        settings.bootstrapAdminSecret().ifPresent(secret -> FirstAdministrator.register(secret, issuer, store));
        SecretIssuer ruled = settings.secrets().ruling(issuer, clock);

        KeySetByUrl published = publishedKeySets(settings.keySets().limits(), clock, closing);
        CachedClientKeys keys = closing.add(clientKeys(settings.keySets(), published, clock));
        ReplayGuard guard = ReplayGuards.open(settings, ring, store, clock, context, closing);
        AuthenticatorContext tools = new AuthenticatorContext(
                clock,
                ring,
                new DecryptedSecrets(ring, clock),
                keys,
                settings.assertions(),
                guard,
                new FastSignatures(),
                settings.clientCertificates().paths(clock));
        InstalledMethods installed = InstalledMethods.load(Countersign.class.getClassLoader(), tools);
        MethodCatalog catalog = new MethodCatalog(installed.descriptions());
        KeyDescriptions descriptions = new KeyDescriptions();
        StrictKeyImporter importer = keyImporter(settings.certificates(), clock);
        ClientEntries entries = new ClientEntries(
                catalog,
                importer,
                descriptions,
                (profile, hash) -> new StoredHashes(ring.ids()).problem(profile.method(), hash),
                clock);
        Stores stores = Stores.open(settings, directory, store, entries, clock, closing);

        ChangeLag lag = new ChangeLag(System::nanoTime);
        CachedClientStore clients = closing.add(new CachedClientStore(
                stores.clients(), settings.clientCacheTtl(), settings.storeOutageGrace(), lag, clock));
        Consumer<ClientId> changed = id -> {
            clients.forget(id);
            keys.forget(id);
        };
        Runnable allChanged = () -> {
            clients.forgetAll();
            keys.forgetAll();
        };
        store.onChange(client -> client.ifPresentOrElse(changed, allChanged));
        stores.follow().accept(changed);

        TokenService tokens = closing.add(new TokenService(
                new TokenService.Stores(store.signingKeys(), store.keyRotationTurn(), store.revokedTokens(), clients),
                settings.tokens().rules(),
                new TokenService.Tools(ring, new SigningKeyPairs(), new FastSignatures()),
                lag,
                clock));
        closing.add(new ChangeFollower(store.changesOfOthers(), changed, allChanged, tokens::follow, lag));
        Gatekeeper gatekeeper = new Gatekeeper(clients, installed.authenticators());
        AuthenticationRecord record = new AuthenticationRecord(
                counted(gatekeeper), context.getContextPath(), settings.metricsByClient(), clock);
        Transport transport = settings.proxies().transport(settings.requireTls());
        Sentry sentry = new Sentry(
                gatekeeper,
                tokens.accessTokens(),
                Optional.of(settings.tokens().audiences()),
                installed.readers(),
                transport,
                closing.add(new RequestBodies(transport)),
                new Throttle(clock),
                record,
                stores.uses(),
                clock);
        ExpiryOutlook outlook = new ExpiryOutlook();
        HealthChecks health = Health.checks(ring, stores, lag, tools.certificatePaths(), clock);
        AdministeredClients administered = new AdministeredClients(stores.administered(), store.auditTrail());
        KeyRegistrar registrar = new KeyRegistrar(administered, catalog, descriptions, stores.abilities(), clock);
        CertificateSettings certificates = settings.certificates();
        Registrations registrations = new Registrations(catalog, ruled, descriptions, published, clock);
        List<Calls> calls = List.of(
                new ClientCalls(administered, registrations, catalog, descriptions, published, importer, clock),
                new BulkCalls(administered, registrations),
                new KeySetCalls(published, descriptions),
                new SecretCalls(administered, catalog, ruled, stores.abilities(), clock),
                new LeakedCalls(administered, stores.owners(), new StoredSecretProof(ring), stores.abilities(), clock),
                new KeyCacheCalls(administered, keys, store.announcer(), descriptions),
                new TrialCalls(
                        administered,
                        new CredentialTrial(gatekeeper, tokens.accessTokens(), installed.readers()),
                        new TrialNotes(store.auditTrail(), clock)),
                new KeyPairCalls(registrar, new KeyPairs(clock), certificates.maxValidity(), sentry),
                new CertificateCalls(registrar, importer, certificates.uploadMaxBytes()),
                new EventCalls(store.auditTrail()),
                new SigningKeyCalls(
                        tokens.signingKeys(), settings.tokens().rules().keyLead()),
                new ExpiryCalls(stores.expiries(), tools.certificatePaths(), clock),
                new CertificateSubjectCalls(tools.certificatePaths()),
                new StatisticsCalls(record, outlook::counts, keys),
                new ServerCalls(
                        settings.facts(ProductVersion.of(context), health, stores.abilities(), clock.instant()),
                        clock));
        stores.replacedCredentials()
                .ifPresent(replaced -> closing.add(new UnusedCredentials(replaced, stores.administered(), clock)));
        if (stores.abilities().lists()) {
            closing.add(new ExpiryWatch(stores.expiries(), stores.notices(), outlook, clock));
        }

        ServerMetrics metrics = new ServerMetrics(
                record,
                keys,
                guard,
                store.calls(),
                outlook::counts,
                lag,
                closing.add(new StoreOutlook(tokens.signingKeys()::all, System::nanoTime)),
                ProductVersion.of(context));

        closing.add(new MBeanRegistration(record, "Authentication", context));
        closing.add(new MBeanRegistration(new KeyCacheControl(keys, store.announcer()), "KeyCache", context));
        closing.add(new MBeanRegistration(outlook, "Credentials", context));
        closing.add(new MBeanRegistration(new SigningKeysControl(tokens.signingKeys()), "SigningKeys", context));
        context.setAttribute(Sentry.class.getName(), sentry);
        context.setAttribute(TokenAudiences.class.getName(), settings.tokens().audiences());
        context.setAttribute(
                Administration.class.getName(),
                new Administration(calls, stores.abilities(), sentry, settings.issuer(), clock));
        context.setAttribute(MetricsExposition.class.getName(), metrics.exposition());
        context.setAttribute(HealthChecks.class.getName(), health);
        context.setAttribute(Endpoints.class.getName(), TokenEndpoints.of(tokens, settings, gatekeeper));
    }

    /** The methods of requests: those by which clients authenticate, and access tokens. */
    private static Set<AuthMethod> counted(Gatekeeper gatekeeper) {
        return Stream.concat(gatekeeper.methods().stream(), Stream.of(AuthMethod.BEARER))
                .collect(Collectors.toUnmodifiableSet());
    }

    static KeySetByUrl publishedKeySets(FetchLimits limits, InstantSource clock, OpenResources closing) {
        return new KeySetByUrl(closing.add(keySetOrigin(limits, clock)));
    }

    static GuardedKeySetOrigin<KeySet> keySetOrigin(FetchLimits limits, InstantSource clock) {
        return new GuardedKeySetOrigin<>(
                limits,
                KeySet.parser(new FastSignatures()),
                KeySet::remarks,
                set -> HeapWeight.of(set.keys(), set.remarks()),
                clock);
    }

    /**
     * From the one source that counts for a client: a key set, the URL of one, and only without these the keys that are
     * registered one by one.
     */
    static CachedClientKeys clientKeys(KeySetSettings settings, KeySetByUrl published, InstantSource clock) {
        return new CachedClientKeys(
                List.of(new InlineKeySet(new FastSignatures(), clock), published, new RegisteredKeys(clock)),
                settings.ttl(),
                settings.maxClients(),
                clock);
    }

    private static StrictKeyImporter keyImporter(CertificateSettings settings, InstantSource clock) {
        return new StrictKeyImporter(new ImportedKeySet(), settings.uploadMaxBytes(), settings.maxValidity(), clock);
    }

    @Override
    public void close() {
        closing.close();
    }
}
