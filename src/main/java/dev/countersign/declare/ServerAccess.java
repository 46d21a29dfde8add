package dev.countersign.declare;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A running server, and how a command signs in to it. Never printed. Immutable.
 *
 * @param base of the server, with its context path and without a slash at the end
 * @param user the client that signs in; empty: a token says so
 * @param authorization the value of that header
 * @param authorities a file with the certificates of the CAs that are trusted, in PEM; empty: those of the Java runtime
 */
public record ServerAccess(String base, Optional<String> user, String authorization, Optional<Path> authorities) {

    private static final Pattern LOOPBACK = Pattern.compile("localhost|127(\\.[0-9]{1,3}){3}|\\[::1]");

    /**
     * Signs in by the secret of a client.
     *
     * @throws IllegalArgumentException when the URL is none that a secret may be sent to; the message is for people
     */
    public static ServerAccess bySecret(String url, String user, String secret, Optional<Path> authorities) {
        String pair = encoded(user) + ":" + encoded(secret);
        String basic = "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.US_ASCII));
        return new ServerAccess(base(url), Optional.of(user), basic, authorities);
    }

    /**
     * Signs in by an access token of the server.
     *
     * @throws IllegalArgumentException when the URL is none that a token may be sent to, or the token none; the message
     *     is for people
     */
    public static ServerAccess byToken(String url, String token, Optional<Path> authorities) {
        if (!token.matches("[A-Za-z0-9._~+/-]+=*")) {
            throw new IllegalArgumentException("--token-file holds no access token");
        }
        return new ServerAccess(base(url), Optional.empty(), "Bearer " + token, authorities);
    }

    private static String base(String url) {
        URI base = uri(url);
        boolean plain = "http".equals(base.getScheme());
        boolean web = plain || "https".equals(base.getScheme());
        if (!web || base.getHost() == null || base.getRawUserInfo() != null) {
            throw new IllegalArgumentException("--url takes the URL of a server, such as https://host/countersign");
        }
        if (base.getRawQuery() != null || base.getRawFragment() != null) {
            throw new IllegalArgumentException("--url takes a URL without a query and a fragment");
        }
        if (plain && !LOOPBACK.matcher(base.getHost()).matches()) {
            throw new IllegalArgumentException("--url takes an https URL: http would show the secret to the network");
        }
        return url.replaceFirst("/+\\z", "");
    }

    private static URI uri(String url) {
        try {
            return URI.create(url);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("--url takes the URL of a server, such as https://host/countersign", e);
        }
    }

    /** As RFC 6749, section 2.3.1, wants it of names and secrets. */
    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return base + user.map(id -> " as " + id).orElse("");
    }
}
