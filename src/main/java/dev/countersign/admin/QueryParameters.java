package dev.countersign.admin;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The parameters of a query string, read strictly and the same way on every container: only those that are known, each once. An empty
 * value counts as absent. Immutable.
 */
record QueryParameters(Map<String, String> values) {

    QueryParameters {
        values = Map.copyOf(values);
    }

    /** @throws ProblemException when it is malformed, or a parameter is unknown or there twice */
    static QueryParameters parse(String query, Set<String> known) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String pair : query.split("&", -1)) {
            if (pair.isEmpty()) {
                continue;
            }
            int equals = pair.indexOf('=');
            String name = decoded(equals < 0 ? pair : pair.substring(0, equals));
            String value = equals < 0 ? "" : decoded(pair.substring(equals + 1));
            if (!known.contains(name)) {
                throw ProblemException.inField(Members.shortened(name), "There is no such parameter here.");
            }
            if (values.put(name, value) != null) {
                throw ProblemException.inField(name, "The parameter is there twice.");
            }
        }
        return new QueryParameters(values);
    }

    Optional<String> get(String name) {
        return Optional.ofNullable(values.get(name)).filter(value -> !value.isEmpty());
    }

    private static String decoded(String text) {
        ByteBuffer bytes = ByteBuffer.allocate(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '%') {
                bytes.put(octet(text, i + 1));
                i += 2;
            } else if (c > 0x20 && c < 0x7F) {
                bytes.put((byte) (c == '+' ? ' ' : c));
            } else {
                throw malformed();
            }
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString();
        } catch (CharacterCodingException e) {
            throw malformed();
        }
    }

    private static byte octet(String text, int at) {
        int high = at + 1 < text.length() ? Character.digit(text.charAt(at), 16) : -1;
        int low = at + 1 < text.length() ? Character.digit(text.charAt(at + 1), 16) : -1;
        if (high < 0 || low < 0) {
            throw malformed();
        }
        return (byte) (high << 4 | low);
    }

    private static ProblemException malformed() {
        return new ProblemException(ProblemKind.MALFORMED, "The query is not well-formed.");
    }
}
