package dev.countersign.launch;

import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.HttpConfiguration;

/** How strictly HTTP is read, and what is told about ourselves: nothing. */
final class HttpRules {
    /** Room for a signed JWT in a header. */
    private static final int LARGEST_REQUEST_HEAD = 16 * 1024;

    private HttpRules() {}

    static void apply(HttpConfiguration http) {
        http.setSendServerVersion(false);
        http.setSendXPoweredBy(false);
        http.setHttpCompliance(HttpCompliance.RFC9110);
        http.setUriCompliance(UriCompliance.DEFAULT);
        http.setRequestHeaderSize(LARGEST_REQUEST_HEAD);
        http.setRelativeRedirectAllowed(true);
    }
}
