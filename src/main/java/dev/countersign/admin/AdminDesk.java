package dev.countersign.admin;

import dev.countersign.auth.MethodDescription;
import dev.countersign.auth.SecretIssuer;
import dev.countersign.client.AuditTrail;
import dev.countersign.client.ClientRegistry;
import dev.countersign.client.ExpiryCalendar;
import dev.countersign.client.ExpiryCounts;
import dev.countersign.http.AuthenticationRecord;
import dev.countersign.http.Sentry;
import jakarta.servlet.ServletContext;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * All that the door for administrators works with. Filter and servlet find it as an attribute of the servlet context, under the name of
 * this class. Thread-safe.
 */
public final class AdminDesk {

    private final ClientRegistry registry;
    private final AuditTrail audit;
    private final ExpiryCalendar calendar;
    private final SecretIssuer issuer;
    private final KeyCacheTools keyCache;
    private final TrialTools trials;
    private final KeyTools keys;
    private final MethodCatalog catalog;
    private final Sentry sentry;
    private final AuthenticationRecord authentication;
    private final Supplier<ExpiryCounts> expiry;
    private final ServerFacts server;
    private final SameSite sameSite;
    private final InstantSource clock;
    private final RouteTable routes;

    /**
     * @param registry asked directly, never through a cache: administrators see what is
     * @param methods the methods that are installed, in the order of the list box
     * @param expiry how many credentials end when; asks nobody
     */
    public AdminDesk(
            ClientRegistry registry,
            AuditTrail audit,
            ExpiryCalendar calendar,
            SecretIssuer secrets,
            KeyCacheTools keyCache,
            TrialTools trials,
            KeyTools keys,
            List<MethodDescription> methods,
            Sentry sentry,
            AuthenticationRecord authentication,
            Supplier<ExpiryCounts> expiry,
            ServerFacts server,
            InstantSource clock) {
        this.registry = registry;
        this.audit = audit;
        this.calendar = calendar;
        this.issuer = secrets;
        this.keyCache = keyCache;
        this.trials = trials;
        this.keys = keys;
        this.catalog = new MethodCatalog(methods);
        this.sentry = sentry;
        this.authentication = authentication;
        this.expiry = expiry;
        this.server = server;
        this.sameSite = new SameSite(server.issuer());
        this.clock = clock;
        this.routes = routes(
                new ClientCalls(this),
                new SecretCalls(this),
                new KeyCacheCalls(this),
                new TrialCalls(this),
                new KeyPairCalls(this),
                new CertificateCalls(this),
                new OverviewCalls(this),
                new ServerCalls(this),
                catalog);
    }

    /** @throws IllegalStateException when nobody has put it there */
    static AdminDesk of(ServletContext context) {
        if (context.getAttribute(AdminDesk.class.getName()) instanceof AdminDesk desk) {
            return desk;
        }
        throw new IllegalStateException("no " + AdminDesk.class.getName() + " in the servlet context");
    }

    private static RouteTable routes(
            ClientCalls clients,
            SecretCalls secrets,
            KeyCacheCalls keyCache,
            TrialCalls trials,
            KeyPairCalls keyPairs,
            CertificateCalls certificates,
            OverviewCalls overview,
            ServerCalls server,
            MethodCatalog catalog) {
        String client = "/clients/{client}";
        String clientKeys = client + "/key-cache";
        String certificate = client + "/certificates/{id}";
        return new RouteTable(List.of(
                new Route("GET", "/authenticators", "The list box Client Authenticator", call -> catalog.answer()),
                new Route("GET", "/clients", Set.of("search", "after", "limit"), "List clients", clients::list),
                new Route("POST", "/clients", "Register a client", clients::create),
                new Route("GET", client, "Read a client", clients::read),
                new Route("PUT", client, "Replace a client", clients::replace),
                new Route("PATCH", client, "Change a client", clients::patch),
                new Route("DELETE", client, "Remove a client", clients::delete),
                new Route("POST", client + "/secrets", "Add or regenerate a secret", secrets::add),
                new Route("DELETE", client + "/secrets/{id}", "Revoke a secret", secrets::revoke),
                new Route("GET", clientKeys, "The public keys that would be used now", keyCache::read),
                new Route("DELETE", clientKeys, "Forget a client's keys", keyCache::clear),
                new Route("POST", clientKeys + "/refresh", "Fetch a client's keys now", keyCache::refresh),
                new Route("DELETE", "/key-cache", "Forget all clients' keys", keyCache::clearAll),
                new Route("POST", client + "/try", "Why is it refused?", trials::attempt),
                new Route("POST", client + "/key-pairs", "Generate new keys and certificate", keyPairs::add),
                new Route("POST", client + "/certificates", "Import public keys", certificates::add),
                new Route("GET", certificate, Set.of("format"), "Download a public key", certificates::read),
                new Route("DELETE", certificate, "Remove a public key", certificates::remove),
                new Route("GET", "/events", Set.of("client", "after", "limit"), "What was changed", overview::events),
                new Route("GET", "/refusals", "Who was refused lately", overview::refusals),
                new Route(
                        "GET",
                        "/expiring",
                        Set.of("within", "since", "after", "limit"),
                        "What ends soon",
                        overview::expiring),
                new Route("GET", "/statistics", "How authentication goes", overview::statistics),
                new Route("GET", "/server", "What this server is", server::read),
                new Route("GET", "/whoami", "Who is asking", overview::whoAmI),
                new Route("GET", "/openapi.json", "This description", overview::openApi)));
    }

    ClientRegistry registry() {
        return registry;
    }

    AuditTrail audit() {
        return audit;
    }

    ExpiryCalendar calendar() {
        return calendar;
    }

    SecretIssuer issuer() {
        return issuer;
    }

    KeyCacheTools keyCache() {
        return keyCache;
    }

    TrialTools trials() {
        return trials;
    }

    KeyTools keys() {
        return keys;
    }

    MethodCatalog catalog() {
        return catalog;
    }

    ClientForm form() {
        return new ClientForm(catalog);
    }

    Sentry sentry() {
        return sentry;
    }

    AuthenticationRecord authentication() {
        return authentication;
    }

    ExpiryCounts expiry() {
        return expiry.get();
    }

    ServerFacts server() {
        return server;
    }

    SameSite sameSite() {
        return sameSite;
    }

    InstantSource clock() {
        return clock;
    }

    RouteTable routes() {
        return routes;
    }
}
