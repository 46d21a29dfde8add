package dev.countersign.launch;

import java.util.Locale;
import java.util.Set;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpHeaderValue;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpScheme;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * Refuses requests that no honest client of this server sends: a foreign name in {@code Host} (DNS rebinding: a page of
 * another site whose name points to loopback would be same-origin with us; RFC 9110, section 7.4), the scheme https on
 * a connection without TLS, a body whose end another parser may see elsewhere (request smuggling), and {@code TRACE},
 * which reflects credentials (RFC 9110, section 9.3.8). Immutable.
 */
final class HostGuard extends Handler.Wrapper {
    static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    private final Set<String> hosts;

    /** @param hosts the names that are accepted, in lower case; empty: any, for a server that is not on loopback */
    HostGuard(Set<String> hosts) {
        this.hosts = Set.copyOf(hosts);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        if (HttpMethod.TRACE.is(request.getMethod())) {
            Response.writeError(request, response, callback, HttpStatus.METHOD_NOT_ALLOWED_405);
            return true;
        }
        if (isOddlyFramed(request)) {
            Response.writeError(request, response, callback, HttpStatus.BAD_REQUEST_400);
            return true;
        }
        boolean foreign = !hosts.isEmpty() && !isOurs(request.getHttpURI().getHost());
        if (foreign || claimsTls(request)) {
            Response.writeError(request, response, callback, HttpStatus.MISDIRECTED_REQUEST_421);
            return true;
        }
        return super.handle(request, response, callback);
    }

    /**
     * Whether the request line says https, which Jetty believes, on a connection without TLS (RFC 9110, section 7.4).
     */
    private static boolean claimsTls(Request request) {
        return HttpScheme.HTTPS.is(request.getHttpURI().getScheme())
                && !request.getConnectionMetaData().isSecure();
    }

    /** With a transfer coding that is not decoded here, or in HTTP/1.0, which has none (RFC 9112, section 6.1). */
    private static boolean isOddlyFramed(Request request) {
        String coding = request.getHeaders().get(HttpHeader.TRANSFER_ENCODING);
        return coding != null
                && (!HttpHeaderValue.CHUNKED.is(coding)
                        || request.getConnectionMetaData().getHttpVersion() != HttpVersion.HTTP_1_1);
    }

    private boolean isOurs(@Nullable String host) {
        return host != null && hosts.contains(host.toLowerCase(Locale.ROOT));
    }
}
