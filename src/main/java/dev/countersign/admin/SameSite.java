package dev.countersign.admin;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Decides whether a browser sent a request for one of our own pages or for another site (Fetch Metadata, section 2.4;
 * RFC 6454): protects against CSRF. Immutable.
 */
final class SameSite {

    private static final Set<String> SAFE_METHODS = Set.of("GET", "HEAD", "OPTIONS");

    /** From one of our pages, or from no page at all: a typed address, or a bookmark. */
    private static final Set<String> OURS = Set.of("same-origin", "none");

    private final String issuerOrigin;

    SameSite(URI issuer) {
        this.issuerOrigin = origin(
                issuer.getScheme(),
                Objects.requireNonNull(issuer.getHost(), "no host in the issuer"),
                issuer.getPort());
    }

    /** Whether a request with a session is admitted: another site's request may not change anything. */
    boolean admits(HttpServletRequest request) {
        return SAFE_METHODS.contains(request.getMethod()) || isOurs(request).orElse(false);
    }

    /**
     * Whether a login may begin here: another site could sign a person in as another one. A request without
     * such headers comes from no browser, since all of them send {@code Origin} with a form that is posted.
     */
    boolean admitsLogin(HttpServletRequest request) {
        return isOurs(request).orElse(true);
    }

    /** Whether the browser says that the request comes from a page of ours; empty: it says nothing. */
    private Optional<Boolean> isOurs(HttpServletRequest request) {
        List<String> sites = Collections.list(request.getHeaders("Sec-Fetch-Site"));
        if (!sites.isEmpty()) {
            return Optional.of(sites.size() == 1 && OURS.contains(sites.get(0)));
        }
        List<String> origins = Collections.list(request.getHeaders("Origin"));
        return origins.isEmpty()
                ? Optional.empty()
                : Optional.of(origins.size() == 1 && isOurs(origins.get(0), request));
    }

    private boolean isOurs(String origin, HttpServletRequest request) {
        return origin.equals(issuerOrigin)
                || origin.equals(origin(request.getScheme(), request.getServerName(), request.getServerPort()));
    }

    /** Without the scheme's default port, as browsers write it. */
    private static String origin(String scheme, String host, int port) {
        String name = scheme.toLowerCase(Locale.ROOT);
        boolean implied = port < 0 || port == (name.equals("https") ? 443 : 80);
        return name + "://" + host.toLowerCase(Locale.ROOT) + (implied ? "" : ":" + port);
    }
}
