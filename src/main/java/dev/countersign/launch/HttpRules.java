package dev.countersign.launch;

import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.HttpConfiguration;

/** Jetty's HTTP settings: strict parsing, and no header that names the server. */
final class HttpRules {
    /** Enough for a signed JWT in a header field. */
    private static final int MAX_REQUEST_HEAD_BYTES = 16 * 1024;

    private HttpRules() {}

    static void apply(HttpConfiguration http) {
        http.setSendServerVersion(false);
        http.setSendXPoweredBy(false);
        // Stricter than RFC 9112, section 2.2: a line of a head that ends with LF alone is refused, since another
        // parser on the way may not see a line end there.
        http.setHttpCompliance(HttpCompliance.STRICT);
        // By default Jetty caches up to 100 KB of header fields per open connection, credentials among them.
        http.setHeaderCacheSize(0);
        http.setUriCompliance(UriCompliance.DEFAULT);
        http.setRequestHeaderSize(MAX_REQUEST_HEAD_BYTES);
        http.setRelativeRedirectAllowed(true);
    }
}
