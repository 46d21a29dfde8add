package dev.countersign.boot;

import dev.countersign.auth.Gatekeeper;
import dev.countersign.auth.Throttle;
import dev.countersign.client.AuthMethod;
import dev.countersign.fetch.GuardedKeySetOrigin;
import dev.countersign.http.AuthenticationRecord;
import dev.countersign.http.ClientAuthenticationFilter;
import dev.countersign.http.RequestBodies;
import dev.countersign.http.Sentry;
import dev.countersign.http.TokenAudiences;
import dev.countersign.http.Transport;
import dev.countersign.http.TrustedIssuer;
import dev.countersign.jose.KeySet;
import dev.countersign.signing.ForeignTokens;
import dev.countersign.x509.FastSignatures;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContext;
import java.net.URI;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The filters of an application that admit another server's access tokens, wired: without store, master key and
 * clients. What they need is the keys that the issuer publishes.
 */
final class ResourceServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ResourceServer.class);

    /** The part of the heap for verified tokens, of all issuers together. */
    private static final int VERIFIED_SHARE = 32;

    private final OpenResources closing;

    private ResourceServer(OpenResources closing) {
        this.closing = closing;
    }

    /** The filters of ours that name another issuer; none where the container does not tell its filters. */
    static List<FilterRegistration> filters(ServletContext context) {
        return ours(context).stream()
                .filter(filter -> issuer(filter).isPresent())
                .toList();
    }

    /**
     * Whether the clients of a store are asked for: by a filter of ours that names no issuer, or because no filter
     * does.
     */
    static boolean needsStore(ServletContext context, Collection<FilterRegistration> resourceServers) {
        return resourceServers.isEmpty() || ours(context).size() > resourceServers.size();
    }

    private static List<FilterRegistration> ours(ServletContext context) {
        try {
            return context.getFilterRegistrations().values().stream()
                    .filter(filter -> ClientAuthenticationFilter.class.getName().equals(filter.getClassName()))
                    .map(FilterRegistration.class::cast)
                    .toList();
        } catch (UnsupportedOperationException e) {
            // The application has added the listener in its code (Jakarta Servlet 6.0, section 4.4).
            return List.of();
        }
    }

    private static Optional<TrustedIssuer> issuer(FilterRegistration filter) {
        return TrustedIssuer.of(filter::getInitParameter);
    }

    /**
     * Reads the settings, and leaves in the servlet context what these filters need. Nothing is fetched yet: an issuer
     * that does not answer stops no deployment.
     *
     * @throws SettingsException when an init-param or a setting is wrong
     */
    static ResourceServer start(ServletContext context, Collection<FilterRegistration> filters, Program program) {
        ResourceServerSettings settings =
                ResourceServerSettings.read(program.sources(context, program.directory()), problems(filters));
        OpenResources closing = new OpenResources();
        try {
            assemble(context, filters, settings, closing);
            return new ResourceServer(closing);
        } catch (RuntimeException | Error e) {
            closing.close();
            throw e;
        }
    }

    private static List<String> problems(Collection<FilterRegistration> filters) {
        List<String> problems = new ArrayList<>();
        for (FilterRegistration filter : filters) {
            TrustedIssuer trusted = issuer(filter).orElseThrow();
            String name = "filter " + filter.getName() + ": init-param ";
            if (!isUrl(trusted.issuer())) {
                problems.add(name + "issuer must be the https URL (http on loopback only) that the tokens name as"
                        + " iss, without query and fragment; it goes together with jwksUri and audience");
            }
            if (trusted.jwksUri().isEmpty()) {
                problems.add(name + "jwksUri must be the URL of the issuer's keys; it goes together with issuer and"
                        + " audience");
            }
            String audience = filter.getInitParameter("audience");
            if (audience == null || audience.isBlank()) {
                problems.add(name + "audience must be what the tokens for this application name as aud; it goes"
                        + " together with issuer and jwksUri");
            }
        }
        return problems;
    }

    private static boolean isUrl(String text) {
        try {
            SettingTypes.issuerUrl(text);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static void assemble(
            ServletContext context,
            Collection<FilterRegistration> filters,
            ResourceServerSettings settings,
            OpenResources closing) {
        InstantSource clock = InstantSource.system();
        GuardedKeySetOrigin<KeySet> origin = closing.add(Countersign.keySetOrigin(settings.keySets(), clock));
        requireAllowed(filters, origin);
        Set<TrustedIssuer> issuers = new LinkedHashSet<>();
        filters.forEach(filter -> issuer(filter).ifPresent(issuers::add));

        AuthenticationRecord record =
                new AuthenticationRecord(Set.of(AuthMethod.BEARER), context.getContextPath(), false, clock);
        closing.add(new MBeanRegistration(record, "Authentication", context));
        Transport transport = settings.proxies().transport(settings.requireTls());
        RequestBodies bodies = closing.add(new RequestBodies(transport));
        for (TrustedIssuer issuer : issuers) {
            IssuerKeys keys = new IssuerKeys(origin, URI.create(issuer.jwksUri()));
            TokenAudiences audiences = new TokenAudiences(issuer.issuer());
            Sentry sentry = new Sentry(
                    new Gatekeeper(id -> Optional.empty(), List.of()),
                    new ForeignTokens(
                            issuer.issuer(),
                            keys::find,
                            new FastSignatures(),
                            Runtime.getRuntime().maxMemory() / VERIFIED_SHARE / issuers.size(),
                            clock),
                    Optional.of(audiences),
                    List.of(),
                    transport,
                    bodies,
                    new Throttle(clock),
                    record,
                    (credential, at) -> {},
                    clock);
            context.setAttribute(issuer.attribute(), sentry);
            if (issuers.size() == 1) {
                context.setAttribute(TokenAudiences.class.getName(), audiences);
            }
            LOG.info("access tokens of {} are admitted, verified by the keys at {}", issuer.issuer(), issuer.jwksUri());
        }
    }

    /** Whether the settings allow the URLs at all; no name is looked up. */
    private static void requireAllowed(Collection<FilterRegistration> filters, GuardedKeySetOrigin<KeySet> origin) {
        List<String> problems = new ArrayList<>();
        for (FilterRegistration filter : filters) {
            String name = "filter " + filter.getName() + ": init-param jwksUri ";
            try {
                origin.forbidden(SettingTypes.url(issuer(filter).orElseThrow().jwksUri()))
                        .ifPresent(kind -> problems.add(name + "is " + kind));
            } catch (IllegalArgumentException e) {
                problems.add(name + "is no URL");
            }
        }
        if (!problems.isEmpty()) {
            throw new SettingsException(problems);
        }
    }

    @Override
    public void close() {
        closing.close();
    }
}
