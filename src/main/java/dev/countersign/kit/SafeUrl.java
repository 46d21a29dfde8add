package dev.countersign.kit;

import java.net.URI;
import java.util.Locale;
import java.util.regex.Pattern;

/** The rules for URLs that a secret or an assertion is sent to, or that say where to send it. */
final class SafeUrl {

    private static final Pattern LOOPBACK = Pattern.compile("localhost|127(\\.[0-9]{1,3}){3}|\\[::1]");

    private SafeUrl() {}

    /**
     * Requires {@code https}, or {@code http} on this very machine; a host; no user name and no fragment.
     *
     * @param what its name in messages
     * @throws IllegalArgumentException with the reason in words
     */
    static URI require(URI url, String what) {
        require(url.isAbsolute() && url.getHost() != null, what + " is an absolute URL with a host, not " + url);
        require(
                isHttps(url) || (isPlain(url) && isLoopback(url)),
                what + " begins with https:// (http:// only for localhost, 127.0.0.1 and [::1]), unlike " + url);
        require(url.getRawUserInfo() == null, what + " has no user name in it");
        require(url.getRawFragment() == null, what + " has no fragment, unlike " + url);
        return url;
    }

    static boolean isHttps(URI url) {
        return "https".equalsIgnoreCase(url.getScheme());
    }

    private static boolean isPlain(URI url) {
        return "http".equalsIgnoreCase(url.getScheme());
    }

    /** By its letters: nothing is looked up, so that no name server decides. */
    private static boolean isLoopback(URI url) {
        return LOOPBACK.matcher(url.getHost().toLowerCase(Locale.ROOT)).matches();
    }

    private static void require(boolean right, String message) {
        if (!right) {
            throw new IllegalArgumentException(message);
        }
    }
}
