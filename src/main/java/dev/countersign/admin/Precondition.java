package dev.countersign.admin;

import dev.countersign.client.Client;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The condition under which a client may be changed: {@code If-Match} with the entity tag that was read (RFC 9110,
 * section 13.1.1). Immutable.
 *
 * <p>The tag is the client's version and says nothing of the bytes, so it names the version also in the forms that
 * compressing proxies give it: {@code W/"2"} (nginx), {@code "2-gzip"} (Apache httpd), {@code "2--gzip"} (Jetty). The
 * strong comparison of the RFC would refuse each change behind such a proxy.
 *
 * @param present whether the request has it at all
 * @param any whether it is {@code *}: any version
 * @param tags without {@code W/} and without the name of a content coding
 */
record Precondition(boolean present, boolean any, Set<String> tags) {

    /** An entity tag, weak ones included, at the beginning of the rest of the list (RFC 9110, section 8.8.3). */
    private static final Pattern TAG = Pattern.compile("\\s*((?:W/)?\"[\\x21\\x23-\\x7E\\x80-\\xFF]*\")\\s*(?:,|$)");

    /** What a proxy appends within the quotes: a content coding (RFC 9110, section 8.4.1) behind a separator. */
    private static final Pattern CODING =
            Pattern.compile("(?<=[0-9])(?:--?|;)(?:x-)?(?:gzip|gz|br|zstd|deflate|compress|bzip2|dcb|dcz)\"$");

    Precondition {
        tags = Set.copyOf(tags);
    }

    /** @throws ProblemException when the header is malformed */
    static Precondition of(HttpServletRequest request) {
        List<String> fields = new ArrayList<>(Collections.list(request.getHeaders("If-Match")));
        String list = String.join(",", fields).strip();
        if (fields.isEmpty()) {
            return new Precondition(false, false, Set.of());
        }
        if (list.equals("*")) {
            return new Precondition(true, true, Set.of());
        }
        Set<String> tags = new TreeSet<>();
        Matcher matcher = TAG.matcher(list);
        int end = 0;
        while (end < list.length() && matcher.region(end, list.length()).lookingAt()) {
            tags.add(version(matcher.group(1)));
            end = matcher.end();
        }
        if (end < list.length() || tags.isEmpty()) {
            throw new ProblemException(ProblemKind.MALFORMED, "If-Match must be * or a list of entity tags in quotes.");
        }
        return new Precondition(true, false, tags);
    }

    private static String version(String tag) {
        String strong = tag.startsWith("W/") ? tag.substring(2) : tag;
        return CODING.matcher(strong).replaceFirst("\"");
    }

    static String entityTag(Client client) {
        return "\"" + client.version() + "\"";
    }

    /** @throws ProblemException when the request has no such condition */
    Precondition required() {
        if (!present) {
            throw new ProblemException(
                    ProblemKind.PRECONDITION_REQUIRED,
                    "Send If-Match with the ETag that you have read, or * for any version.");
        }
        return this;
    }

    /** @throws ProblemException when it is false for the client's current version */
    void check(Client client) {
        if (present && !any && !tags.contains(entityTag(client))) {
            throw new ProblemException(Problem.stale());
        }
    }
}
