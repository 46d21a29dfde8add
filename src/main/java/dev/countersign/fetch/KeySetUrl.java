package dev.countersign.fetch;

import java.net.URI;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A URL that may be asked for a key set, as far as the URL itself can tell; what its host's name stands for is another question. Immutable.
 *
 * @param listed whether its origin is one of those that may have any address
 */
record KeySetUrl(URI uri, Origin origin, boolean listed) {

    /** In characters. */
    static final int LONGEST = 2000;

    private static final String OCTET = "(0|[1-9][0-9]?|1[0-9]{2}|2[0-4][0-9]|25[0-5])";
    private static final Pattern DOTTED = Pattern.compile(OCTET + "(\\." + OCTET + "){3}");

    /** The last label of a name has a letter in front: whatever else ends like this is some spelling of an IPv4 address. */
    private static final Pattern NUMERIC = Pattern.compile("(.*\\.)?(0x[0-9a-f]*|[0-9]+)");

    /**
     * Checks a URL.
     *
     * @throws FetchFailedException when nothing may be fetched from it
     */
    static KeySetUrl parse(URI uri, Set<Origin> listed) throws FetchFailedException {
        if (uri.toString().length() > LONGEST) {
            throw new FetchFailedException("a URL of more than " + LONGEST + " characters");
        }
        Origin origin = origin(uri).orElseThrow(() -> new FetchFailedException("a URL without a host or port to ask"));
        boolean free = listed.contains(origin);
        if (!origin.isSecure() && !free) {
            throw new FetchFailedException("a URL that is not https");
        }
        if (uri.getRawUserInfo() != null || uri.getRawFragment() != null) {
            throw new FetchFailedException("a URL with user information or a fragment");
        }
        if (!isPlain(origin.host())) {
            throw new FetchFailedException("a URL with an address in an unusual spelling");
        }
        return new KeySetUrl(uri, origin, free);
    }

    private static Optional<Origin> origin(URI uri) {
        try {
            return Optional.of(Origin.of(uri));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Who reads {@code 0177.0.0.1} or {@code 2130706433} as what depends on the library; and a zone is for links only. */
    private static boolean isPlain(String host) {
        if (host.startsWith("[")) {
            return host.indexOf('%') < 0;
        }
        return !host.endsWith(".")
                && (!NUMERIC.matcher(host).matches() || DOTTED.matcher(host).matches());
    }
}
