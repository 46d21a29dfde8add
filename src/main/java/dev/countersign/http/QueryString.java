package dev.countersign.http;

import dev.countersign.text.FormCoding;
import dev.countersign.text.MalformedException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Checks a query string for the parameters of client authentication, required and forbidden ones; all others are left
 * to the application. Immutable.
 *
 * @param clientId the parameter {@code client_id}; absent or empty is the same
 * @param namesOnce those of {@link OAuthParameters#AT_MOST_ONCE} that are there
 * @param parameters how many there are
 */
record QueryString(Optional<String> clientId, Set<String> namesOnce, int parameters) {

    private static final QueryString EMPTY = new QueryString(Optional.empty(), Set.of(), 0);

    static QueryString scan(@Nullable String query) throws BadRequestException {
        if (query == null || query.isEmpty()) {
            return EMPTY;
        }
        byte[] text = bytes(query);
        Optional<String> clientId = Optional.empty();
        Set<String> names = new HashSet<>();
        int count = 0;
        int from = 0;
        while (from < text.length) {
            int to = from;
            int equals = -1;
            while (to < text.length && text[to] != '&') {
                equals = equals < 0 && text[to] == '=' ? to : equals;
                to++;
            }
            count += to > from ? 1 : 0;
            if (count > FormParameters.MAX_PARAMETERS) {
                throw FormParameters.tooMany();
            }
            int nameEnd = equals < 0 ? to : equals;
            String name = name(text, from, nameEnd);
            if (OAuthParameters.CREDENTIALS.contains(name)) {
                throw new BadRequestException("a credential stands in the query string");
            }
            if (OAuthParameters.AT_MOST_ONCE.contains(name) && !names.add(name)) {
                throw new BadRequestException("a parameter is there more than once");
            }
            if (name.equals(OAuthParameters.CLIENT_ID)) {
                clientId = Optional.of(FormParameters.decodeText(text, Math.min(nameEnd + 1, to), to))
                        .filter(id -> !id.isEmpty());
            }
            from = to + 1;
        }
        return new QueryString(clientId, names, count);
    }

    /** Containers pass each byte as one character; larger characters cannot come from a request. */
    static byte[] bytes(String query) throws BadRequestException {
        byte[] text = query.getBytes(StandardCharsets.ISO_8859_1);
        if (!new String(text, StandardCharsets.ISO_8859_1).equals(query)) {
            return query.getBytes(StandardCharsets.UTF_8);
        }
        return text;
    }

    /** Empty when it cannot be decoded: then it is none of the checked names. */
    private static String name(byte[] text, int from, int to) {
        try {
            return FormCoding.decodeText(text, from, to);
        } catch (MalformedException e) {
            return "";
        }
    }
}
