package dev.countersign.fetch;

import dev.countersign.text.IpLiteral;
import java.net.URI;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A URL that may be fetched from, by its form; the addresses of its host are checked separately. Immutable.
 *
 * @param listed whether its origin is listed, and so may have any address
 */
record KeySetUrl(URI uri, Origin origin, boolean listed) {

    static final int MAX_URL_CHARS = 2000;

    private static final String OCTET = "(0|[1-9][0-9]?|1[0-9]{2}|2[0-4][0-9]|25[0-5])";
    private static final Pattern DOTTED = Pattern.compile(OCTET + "(\\." + OCTET + "){3}");

    /**
     * The last label of a host name begins with a letter: a host that ends in a number is a spelling of an IPv4
     * address.
     */
    private static final Pattern NUMERIC = Pattern.compile("(.*\\.)?(0x[0-9a-f]*|[0-9]+)");

    /**
     * Checks a URL.
     *
     * @throws FetchFailedException when it must not be fetched from
     */
    static KeySetUrl parse(URI uri, Set<Origin> listed) throws FetchFailedException {
        if (uri.toString().length() > MAX_URL_CHARS) {
            throw new FetchFailedException("a URL of more than " + MAX_URL_CHARS + " characters");
        }
        Origin origin = origin(uri).orElseThrow(() -> new FetchFailedException("a URL without a host or port to ask"));
        boolean free = listed.contains(origin);
        if (!origin.isSecure() && !free) {
            throw new FetchFailedException("a URL that is not https, and " + unlisted(origin));
        }
        if (uri.getRawUserInfo() != null || uri.getRawFragment() != null) {
            throw new FetchFailedException("a URL with user information or a fragment");
        }
        if (!isPlain(origin.host())) {
            throw new FetchFailedException("a URL with an address in an unusual spelling");
        }
        if (!free && isNeverPublic(origin.host())) {
            throw new FetchFailedException("a URL with an address that is not public, and " + unlisted(origin));
        }
        return new KeySetUrl(uri, origin, free);
    }

    private static String unlisted(Origin origin) {
        return "its origin " + origin + " is not listed (keyFetchAllowedOrigins)";
    }

    /** By its spelling alone: an address, or a name that always means this machine (RFC 6761, section 6.3). */
    private static boolean isNeverPublic(String host) {
        return host.equals("localhost")
                || host.endsWith(".localhost")
                || IpLiteral.parse(host)
                        .filter(address -> !PublicAddresses.contain(address))
                        .isPresent();
    }

    private static Optional<Origin> origin(URI uri) {
        try {
            return Optional.of(Origin.of(uri));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /**
     * Libraries disagree on how to read {@code 0177.0.0.1} or {@code 2130706433}, so unusual spellings are refused; and
     * a zone exists for link-local addresses only.
     */
    private static boolean isPlain(String host) {
        if (host.startsWith("[")) {
            return host.indexOf('%') < 0;
        }
        return !host.endsWith(".")
                && (!NUMERIC.matcher(host).matches() || DOTTED.matcher(host).matches());
    }
}
