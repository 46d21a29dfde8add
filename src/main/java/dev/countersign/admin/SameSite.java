package dev.countersign.admin;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;

/**
 * Tells whether a browser sent a request on behalf of one of our own pages, or of another site's (Fetch Metadata, section 2.4; RFC 6454).
 * Immutable.
 */
final class SameSite {

    private static final Set<String> SAFE_METHODS = Set.of("GET", "HEAD", "OPTIONS");

    /** From one of our pages, or from nobody's: typed in, or a bookmark. */
    private static final Set<String> OURS = Set.of("same-origin", "none");

    private final String issuerOrigin;

    SameSite(URI issuer) {
        this.issuerOrigin = origin(
                issuer.getScheme(),
                Objects.requireNonNull(issuer.getHost(), "no host in the issuer"),
                issuer.getPort());
    }

    /** Whether a request that a session stands for may do what it asks: another site may not change anything by it. */
    boolean admits(HttpServletRequest request) {
        if (SAFE_METHODS.contains(request.getMethod())) {
            return true;
        }
        List<String> sites = Collections.list(request.getHeaders("Sec-Fetch-Site"));
        if (!sites.isEmpty()) {
            return sites.size() == 1 && OURS.contains(sites.get(0));
        }
        List<String> origins = Collections.list(request.getHeaders("Origin"));
        return origins.size() == 1 && isOurs(origins.get(0), request);
    }

    private boolean isOurs(String origin, HttpServletRequest request) {
        return origin.equals(issuerOrigin)
                || origin.equals(origin(request.getScheme(), request.getServerName(), request.getServerPort()));
    }

    /** Without the port that the scheme implies, as browsers write it. */
    private static String origin(String scheme, String host, int port) {
        String name = scheme.toLowerCase(Locale.ROOT);
        boolean implied = port < 0 || port == (name.equals("https") ? 443 : 80);
        return name + "://" + host.toLowerCase(Locale.ROOT) + (implied ? "" : ":" + port);
    }
}
