package dev.countersign.text;

import java.net.IDN;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Says what is wrong with the host of a URL, where {@link java.net.URI#getHost()} finds none. Stateless. */
public final class UrlHost {

    /** Scheme, user, host; the port and the rest do not matter (RFC 3986, section 3.2). */
    private static final Pattern AUTHORITY =
            Pattern.compile("[A-Za-z][A-Za-z0-9+.:-]*://(?:[^/?#@]*@)?([^/?#:]*)(?::[^/?#]*)?(?:[/?#].*)?");

    /** In characters, of a name as of a label's encoded form (RFC 1035, section 2.3.4). */
    private static final int MAX_HOST_CHARS = 253;

    private UrlHost() {}

    /** In a sentence's words; empty: the host, which may be an address in brackets, looks like one. */
    public static Optional<String> problem(String url) {
        Matcher authority = AUTHORITY.matcher(url);
        if (!authority.matches()) {
            return Optional.empty();
        }
        String host = authority.group(1);
        if (host.isEmpty()) {
            return Optional.of("there is no host behind //");
        }
        if (host.length() > MAX_HOST_CHARS) {
            return Optional.of("its host has more than " + MAX_HOST_CHARS + " characters");
        }
        if (host.chars().anyMatch(c -> c > 0x7E)) {
            return Optional.of("its host has letters beyond ASCII" + encoded(host));
        }
        return host.indexOf('_') < 0
                ? Optional.empty()
                : Optional.of("its host has an underscore, which no host name may have (RFC 1123, section 2.1):"
                        + " give the host another name, with - instead of _");
    }

    private static String encoded(String host) {
        try {
            return ": write " + IDN.toASCII(host, IDN.USE_STD3_ASCII_RULES);
        } catch (IllegalArgumentException e) {
            return ", which cannot be part of a host name";
        }
    }
}
