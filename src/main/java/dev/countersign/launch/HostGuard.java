package dev.countersign.launch;

import java.util.Locale;
import java.util.Set;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpScheme;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * Refuses what no honest caller of this server sends: a foreign name in {@code Host} (a page elsewhere whose name has
 * been rebound to loopback would be same-origin with us; RFC 9110, section 7.4), TLS that is none, and {@code TRACE}, which reflects
 * credentials (RFC 9110, section 9.3.8). Immutable.
 */
final class HostGuard extends Handler.Wrapper {
    static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    private final Set<String> hosts;

    /** @param hosts the names this server goes by, in lower case; empty: any, for a server that is not on loopback */
    HostGuard(Set<String> hosts) {
        this.hosts = Set.copyOf(hosts);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        if (HttpMethod.TRACE.is(request.getMethod())) {
            Response.writeError(request, response, callback, HttpStatus.METHOD_NOT_ALLOWED_405);
            return true;
        }
        boolean foreign = !hosts.isEmpty() && !isOurs(request.getHttpURI().getHost());
        if (foreign || claimsTls(request)) {
            Response.writeError(request, response, callback, HttpStatus.MISDIRECTED_REQUEST_421);
            return true;
        }
        return super.handle(request, response, callback);
    }

    /** By the scheme in its request line, which Jetty believes, on a connection that has none (RFC 9110, section 7.4). */
    private static boolean claimsTls(Request request) {
        return HttpScheme.HTTPS.is(request.getHttpURI().getScheme())
                && !request.getConnectionMetaData().isSecure();
    }

    private boolean isOurs(@Nullable String host) {
        return host != null && hosts.contains(host.toLowerCase(Locale.ROOT));
    }
}
