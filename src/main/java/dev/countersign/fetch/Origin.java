package dev.countersign.fetch;

import java.net.URI;
import java.util.Locale;
import java.util.Set;

/** Scheme, host and port of a URL (RFC 6454, section 4), in lower case. Immutable. */
record Origin(String scheme, String host, int port) {

    private static final int HTTPS_PORT = 443;
    private static final int HTTP_PORT = 80;
    private static final int LAST_PORT = 65_535;

    /**
     * Parses an origin without a path.
     *
     * @throws IllegalArgumentException when it is none, or has a path or anything else
     */
    static Origin parse(URI uri) {
        boolean bare = uri.getRawQuery() == null && uri.getRawFragment() == null && uri.getRawUserInfo() == null;
        if (!bare || !Set.of("", "/").contains(String.valueOf(uri.getRawPath()))) {
            throw new IllegalArgumentException("an origin is https://<host>[:<port>] or http://<host>[:<port>]");
        }
        return of(uri);
    }

    /**
     * The origin of a URL.
     *
     * @throws IllegalArgumentException when its scheme is neither http nor https, or it has no host
     */
    static Origin of(URI uri) {
        String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
        String host = uri.getHost();
        if (host == null || !Set.of("https", "http").contains(scheme)) {
            throw new IllegalArgumentException("neither https nor http, or without a host");
        }
        int port = uri.getPort() >= 0 ? uri.getPort() : scheme.equals("https") ? HTTPS_PORT : HTTP_PORT;
        if (port < 1 || port > LAST_PORT) {
            throw new IllegalArgumentException("there is no such port");
        }
        return new Origin(scheme, host.toLowerCase(Locale.ROOT), port);
    }

    boolean isSecure() {
        return scheme.equals("https");
    }

    /** The host without the brackets that a URL puts around an IPv6 address: as certificates have it. */
    String name() {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    @Override
    public String toString() {
        return scheme + "://" + host + ":" + port;
    }
}
