package dev.countersign.admin;

import dev.countersign.auth.AccessTokens;
import dev.countersign.auth.AudiencePolicy;
import dev.countersign.auth.AuthenticatorContext;
import dev.countersign.auth.Contexts;
import dev.countersign.auth.Gatekeeper;
import dev.countersign.auth.MethodDescription;
import dev.countersign.auth.NoKeys;
import dev.countersign.auth.PropertyDescription;
import dev.countersign.auth.Throttle;
import dev.countersign.cache.CachedClientKeys;
import dev.countersign.client.AccessRules;
import dev.countersign.client.AuthMethod;
import dev.countersign.client.Change;
import dev.countersign.client.Client;
import dev.countersign.client.ClientId;
import dev.countersign.client.ClientProfile;
import dev.countersign.client.ExpiryCounts;
import dev.countersign.client.ListedSecretOwners;
import dev.countersign.client.Scopes;
import dev.countersign.http.AuthenticationRecord;
import dev.countersign.http.CredentialTrial;
import dev.countersign.http.HealthChecks;
import dev.countersign.http.PageFilter;
import dev.countersign.http.RequestBodies;
import dev.countersign.http.Sentry;
import dev.countersign.http.Transport;
import dev.countersign.jose.SignedAssertionProvider;
import dev.countersign.manage.SecretIssuer;
import dev.countersign.mtls.CertificateAuthenticatorProvider;
import dev.countersign.x509.KeyDescriptions;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Stream;
import org.eclipse.jetty.ee10.servlet.DefaultServlet;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.ee10.servlet.SessionHandler;
import org.eclipse.jetty.ee10.servlet.security.ConstraintMapping;
import org.eclipse.jetty.ee10.servlet.security.ConstraintSecurityHandler;
import org.eclipse.jetty.security.Constraint;
import org.eclipse.jetty.security.HashLoginService;
import org.eclipse.jetty.security.UserIdentity;
import org.eclipse.jetty.security.UserStore;
import org.eclipse.jetty.security.authentication.FormAuthenticator;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.Session;
import org.eclipse.jetty.session.DefaultSessionCache;
import org.eclipse.jetty.util.security.Credential;

/** The door for administrators in a real container, on a free port, over clients in memory. */
final class AdminServer implements AutoCloseable {

    /** Of the clients with registered keys. */
    static final int UPLOAD_MAX_BYTES = 100_000;

    private static final Duration MAX_CERTIFICATE_VALIDITY = Duration.ofDays(1095);

    static final AuthMethod PLUGIN = new AuthMethod("urn:example:seal");
    static final Instant START = Instant.parse("2026-03-01T10:00:00Z");
    static final String PASSWORD = "correct horse battery";
    static final String ROOT_SECRET = "root-secret-" + "r".repeat(32);
    static final String PLAIN_SECRET = "plain-secret-" + "p".repeat(32);

    final AtomicReference<Instant> now = new AtomicReference<>(START);
    final InstantSource clock = now::get;
    final MemoryRegistry registry;
    final PlainSecrets secrets;

    /** Of the secrets that are added to clients. */
    final AtomicReference<SecretIssuer> issuer = new AtomicReference<>();

    final PlainKeys keys = new PlainKeys(clock);
    final PlainKeySource keySource = new PlainKeySource(clock);
    final CachedClientKeys keyCache = new CachedClientKeys(List.of(keySource), Duration.ofMinutes(10), 100, clock);

    final PlainAuthority authority;
    final MemorySigningKeys signingKeys;

    /** Done by the container before it judges a password. */
    volatile Runnable whileChecking = () -> {};

    final AtomicInteger passwordChecks = new AtomicInteger();
    final AtomicReference<ExpiryCounts> counts = new AtomicReference<>(ExpiryCounts.UNKNOWN);
    final MethodCatalog catalog;
    final Administration administration;
    private final RequestBodies bodies;
    private final Server server = new Server();
    private final ServerConnector connector = new ServerConnector(server);

    AdminServer() throws Exception {
        this(true);
    }

    AdminServer(boolean requireTls) throws Exception {
        this(requireTls, Optional.empty(), new PlainAuthority(START));
    }

    /** @param other whose clients these are; empty: there are the usual ones */
    private AdminServer(boolean requireTls, Optional<AdminServer> other, PlainAuthority authority) throws Exception {
        this.authority = authority;
        registry = other.map(server -> server.registry).orElseGet(() -> new MemoryRegistry(clock));
        secrets = other.map(server -> server.secrets).orElseGet(() -> new PlainSecrets(clock));
        issuer.set(secrets);
        signingKeys = new MemorySigningKeys(clock, registry);
        Gatekeeper gatekeeper = new Gatekeeper(registry, List.of(secrets));
        AuthenticationRecord record = new AuthenticationRecord(gatekeeper.methods(), "/test", true, clock);
        Transport transport = new Transport(requireTls, List.of());
        bodies = new RequestBodies(transport);
        Sentry sentry = new Sentry(
                gatekeeper,
                AccessTokens.NONE,
                Optional.empty(),
                List.of(),
                transport,
                bodies,
                new Throttle(clock),
                record,
                (credential, at) -> {},
                clock);
        catalog = new MethodCatalog(
                Stream.concat(methods().stream(), new CertificateAuthenticatorProvider().methods(tools()).stream())
                        .toList());
        AdministeredClients clients = new AdministeredClients(registry, registry);
        KeyRegistrar registrar = new KeyRegistrar(clients, catalog, keys, StoreAbilities.DATABASE, clock);
        Registrations registrations = new Registrations(catalog, secrets, keys, keySource, clock);
        List<Calls> calls = List.of(
                new ClientCalls(clients, registrations, catalog, keys, keySource, keys, clock),
                new BulkCalls(clients, registrations),
                new KeySetCalls(keySource, new KeyDescriptions()),
                new SecretCalls(
                        clients,
                        catalog,
                        (a, b, c, d, e, f) ->
                                Objects.requireNonNull(issuer.get()).issue(a, b, c, d, e, f),
                        StoreAbilities.DATABASE,
                        clock),
                new LeakedCalls(clients, new ListedSecretOwners(registry), secrets, StoreAbilities.DATABASE, clock),
                new KeyCacheCalls(clients, keyCache, registry, new KeyDescriptions()),
                new TrialCalls(clients, trial(), new TrialNotes(registry, clock)),
                new KeyPairCalls(registrar, keys, MAX_CERTIFICATE_VALIDITY, sentry),
                new CertificateCalls(registrar, keys, UPLOAD_MAX_BYTES),
                new SigningKeyCalls(signingKeys, MemorySigningKeys.LEAD),
                new EventCalls(registry),
                new ExpiryCalls(registry, authority, clock),
                new CertificateSubjectCalls(authority),
                new StatisticsCalls(record, counts::get, keyCache),
                new ServerCalls(facts(), clock));
        administration = new Administration(calls, StoreAbilities.DATABASE, sentry, facts().issuer(), clock);
        if (other.isEmpty()) {
            register("root", ROOT_SECRET, true, "");
            register("plain", PLAIN_SECRET, false, "read countersign-admin");
            register(Role.ADMINISTRATORS, PLAIN_SECRET, false, "");
        }
        connector.setHost(InetAddress.getLoopbackAddress().getHostAddress());
        server.addConnector(connector);
        server.setHandler(context());
        server.start();
    }

    /** With the same clients, as after a restart with another configuration. */
    AdminServer with(PlainAuthority other) throws Exception {
        return new AdminServer(true, Optional.of(this), other);
    }

    private ServerFacts facts() {
        return new ServerFacts(
                URI.create("https://auth.example.com/countersign"),
                Optional.of("1.2.3"),
                START,
                new HealthChecks(
                        Map.of("store", this::askStore, "masterKey", () -> {}, "changes", () -> {}), Map.of(), clock),
                AudiencePolicy.FAPI2,
                List.of("RS256", "ES256"),
                false,
                new ServerFacts.SecretRules(Optional.empty(), Optional.of(Duration.ofDays(365)), true),
                MAX_CERTIFICATE_VALIDITY,
                UPLOAD_MAX_BYTES,
                Duration.ofMinutes(10),
                "journal",
                StoreAbilities.DATABASE,
                List.of(
                        new GivenSetting("bootstrapAdminSecret", Optional.empty(), "JNDI java:comp/env"),
                        new GivenSetting("replayGuard", Optional.of("journal"), "system property x")));
    }

    private void askStore() {
        registry.find(new ClientId("any"));
    }

    /** As two plug-ins might bring them, beside our own. */
    static List<MethodDescription> methods() {
        PropertyDescription colour = new PropertyDescription(
                "seal_colour",
                PropertyDescription.Type.CHOICE,
                List.of("red", "green"),
                true,
                "The colour of the wax.",
                value -> Optional.empty());
        PropertyDescription motto = new PropertyDescription(
                "seal_motto",
                PropertyDescription.Type.TEXT,
                List.of(),
                false,
                "Around the edge.",
                value -> value.contains("!") ? Optional.of("Not so loud.") : Optional.empty());
        return List.of(
                new MethodDescription(
                        AuthMethod.CLIENT_SECRET_BASIC,
                        List.of(AuthMethod.CLIENT_SECRET_POST),
                        "Client ID and secret",
                        "The client sends its id and a secret.",
                        List.of(),
                        true),
                new MethodDescription(PLUGIN, List.of(), "Seal", "The client seals.", List.of(colour, motto), false),
                new MethodDescription(
                        AuthMethod.PRIVATE_KEY_JWT,
                        List.of(),
                        "Signed JWT",
                        "The client signs.",
                        List.of(
                                signingAlgorithm(),
                                keySource("jwks", PropertyDescription.Type.JSON),
                                keySource("jwks_uri", PropertyDescription.Type.URL)),
                        false,
                        true));
    }

    private static PropertyDescription signingAlgorithm() {
        return new PropertyDescription(
                "token_endpoint_auth_signing_alg",
                PropertyDescription.Type.CHOICE,
                List.of("RS256", "ES256", "sealed"),
                false,
                "How it signs.",
                value -> Optional.empty());
    }

    static PropertyDescription keySource(String name, PropertyDescription.Type type) {
        return new PropertyDescription(name, type, List.of(), false, "Where keys are.", value -> Optional.empty());
    }

    void register(String id, String secret, boolean administrator, String scope) {
        ClientProfile usual = ClientProfile.confidential();
        ClientProfile profile = new ClientProfile(
                id,
                "",
                usual.accessType(),
                true,
                usual.method(),
                Scopes.parse(scope),
                List.of(),
                administrator,
                usual.properties());
        ClientId clientId = new ClientId(id);
        registry.create(
                clientId,
                profile,
                List.of(secrets.issue(
                                clientId,
                                AuthMethod.CLIENT_SECRET_BASIC,
                                Optional.empty(),
                                "",
                                Optional.of(secret),
                                Optional.empty())
                        .registered()),
                new Change("system", "client.create", ""));
    }

    void registerAuditor(String id, String secret) {
        register(id, secret, false, "");
        registry.update(
                new ClientId(id),
                OptionalLong.empty(),
                client -> client.with(client.profile().with(new AccessRules(true, List.of(), Optional.empty()))),
                new Change("system", "client.update", ""));
    }

    Client client(String id) {
        return registry.find(new ClientId(id)).orElseThrow();
    }

    void later(Duration by) {
        now.updateAndGet(instant -> instant.plus(by));
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + connector.getLocalPort() + "/countersign" + path);
    }

    /** Asks as the administrator client. */
    Exchange asScript() {
        return new Exchange(this, HttpClient.newHttpClient()).header("Authorization", basic("root", ROOT_SECRET));
    }

    /** Asks without a credential or session. */
    Exchange asNobody() {
        return new Exchange(this, HttpClient.newHttpClient());
    }

    /** Asks with the session of a person who has signed in by our form; headers are as a page of ours sends them. */
    Exchange asPerson(String name) throws Exception {
        return new Exchange(this, Exchange.signedIn(this, name)).header("Sec-Fetch-Site", "same-origin");
    }

    /** The same for a person whom the container itself has signed in, as a deployer's single sign-on does. */
    Exchange asPersonOfTheContainer(String name) throws Exception {
        return new Exchange(this, Exchange.signedInByContainer(this, name)).header("Sec-Fetch-Site", "same-origin");
    }

    /** How many sessions the container keeps, of all people. */
    int sessions() {
        return Objects.requireNonNull(server.getDescendant(SessionHandler.class))
                                .getSessionCache()
                        instanceof DefaultSessionCache cache
                ? (int) cache.getSessionsCurrent()
                : -1;
    }

    /** Of the secrets here, and of assertions. */
    private CredentialTrial trial() {
        SignedAssertionProvider assertions = new SignedAssertionProvider();
        AuthenticatorContext context = tools();
        return new CredentialTrial(
                new Gatekeeper(
                        registry,
                        List.of(
                                secrets,
                                assertions.authenticator(context),
                                new CertificateAuthenticatorProvider().authenticator(context))),
                AccessTokens.NONE,
                assertions.readers(context));
    }

    private AuthenticatorContext tools() {
        AuthenticatorContext usual = Contexts.of(clock, NoKeys.NONE);
        return new AuthenticatorContext(
                clock,
                usual.keys(),
                usual.secrets(),
                keyCache,
                usual.rules(),
                usual.replayGuard(),
                usual.signatures(),
                authority);
    }

    static String basic(String id, String secret) {
        byte[] credential = (id + ":" + secret).getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(credential);
    }

    @Override
    public void close() {
        try {
            server.stop();
            keyCache.close();
            bodies.close();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private ServletContextHandler context() {
        ServletContextHandler context = new ServletContextHandler(
                "/countersign", ServletContextHandler.SESSIONS | ServletContextHandler.SECURITY);
        context.setBaseResourceAsPath(Path.of("webapp").toAbsolutePath());
        context.setAttribute(Administration.class.getName(), administration);
        context.addFilter(new FilterHolder(new AccessFilter()), "/admin/*", EnumSet.allOf(DispatcherType.class));
        context.addServlet(new ServletHolder("admin", new AdminServlet()), "/admin/*");
        context.setAttribute(Sentry.class.getName(), administration.sentry());
        context.addFilter(new FilterHolder(new PageFilter()), "/console/*", EnumSet.of(DispatcherType.REQUEST));
        context.addFilter(new FilterHolder(new ConsoleFilter()), "/console/*", EnumSet.allOf(DispatcherType.class));
        context.addServlet(new ServletHolder(new ConsoleServlet()), "/console/*");
        ServletHolder login = new ServletHolder(new LoginServlet());
        context.addServlet(login, LoginServlet.PAGE);
        context.addServlet(login, LoginServlet.FAILED);
        context.addServlet(new ServletHolder(new LogoutServlet()), "/console/logout");
        context.addServlet(new ServletHolder(new SideEntrance()), "/side/*");
        context.addServlet(new ServletHolder(new DefaultServlet()), "/");
        context.setSecurityHandler(login());
        return context;
    }

    /** With a login of its own, as a deployer may set one up. */
    private ConstraintSecurityHandler login() {
        UserStore users = new UserStore();
        users.addUser("ada", Credential.getCredential(PASSWORD), new String[] {Role.ADMINISTRATORS});
        users.addUser("ivy", Credential.getCredential(PASSWORD), new String[] {Role.AUDITORS});
        users.addUser("bob", Credential.getCredential(PASSWORD), new String[] {"visitor"});
        HashLoginService service = new HashLoginService("countersign") {
            @Override
            public UserIdentity login(
                    String name, Object password, Request request, Function<Boolean, Session> session) {
                passwordChecks.incrementAndGet();
                whileChecking.run();
                return super.login(name, password, request, session);
            }
        };
        service.setUserStore(users);
        ConstraintMapping signOn = new ConstraintMapping();
        signOn.setPathSpec("/sign-on/*");
        signOn.setConstraint(Constraint.from(
                "sign-on", Constraint.Authorization.SPECIFIC_ROLE, Role.ADMINISTRATORS, Role.AUDITORS, "visitor"));
        ConstraintSecurityHandler security = new ConstraintSecurityHandler();
        security.setAuthenticator(new FormAuthenticator("/sign-on.html", "/sign-on-failed.html", false));
        security.setLoginService(service);
        security.setRoles(Set.of(Role.ADMINISTRATORS, Role.AUDITORS, "visitor"));
        security.addConstraintMapping(signOn);
        return security;
    }

    /** Another page of the application, which leads on to wherever it is told. */
    private static final class SideEntrance extends HttpServlet {

        private static final long serialVersionUID = 1L;

        @Override
        protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
            try {
                switch (request.getPathInfo()) {
                    case "/forward" ->
                        request.getRequestDispatcher("/admin/clients").forward(request, response);
                    case "/include" ->
                        request.getRequestDispatcher("/admin/clients").include(request, response);
                    default -> getServletContext().getNamedDispatcher("admin").forward(request, response);
                }
            } catch (ServletException e) {
                throw new IOException(e);
            }
        }
    }
}
