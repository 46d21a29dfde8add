package dev.countersign.admin;

import dev.countersign.text.FormCoding;
import dev.countersign.text.MalformedException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The parameters of a query string, parsed strictly and the same way on every container: known ones only, each at most
 * once. An empty value counts as absent. Immutable.
 */
record QueryParameters(Map<String, String> values) {

    QueryParameters {
        values = Map.copyOf(values);
    }

    /** @throws ProblemException when it is malformed, or a parameter is unknown or a duplicate */
    static QueryParameters parse(String query, Set<String> known) {
        Map<String, String> values = new LinkedHashMap<>();
        int to;
        for (int from = 0; from < query.length(); from = to + 1) {
            int separator = query.indexOf('&', from);
            to = separator < 0 ? query.length() : separator;
            String pair = query.substring(from, to);
            if (pair.isEmpty()) {
                continue;
            }
            int equals = pair.indexOf('=');
            String name = decoded(equals < 0 ? pair : pair.substring(0, equals));
            String value = equals < 0 ? "" : decoded(pair.substring(equals + 1));
            if (!known.contains(name)) {
                throw ProblemException.inField(JsonMembers.shortened(name), "Unknown parameter.");
            }
            if (values.put(name, value) != null) {
                throw ProblemException.inField(name, "Duplicate parameter.");
            }
        }
        return new QueryParameters(values);
    }

    Optional<String> get(String name) {
        return Optional.ofNullable(values.get(name)).filter(value -> !value.isEmpty());
    }

    private static String decoded(String text) {
        if (!text.chars().allMatch(c -> c > 0x20 && c < 0x7F)) {
            throw malformed();
        }
        try {
            return FormCoding.decodeText(text.getBytes(StandardCharsets.US_ASCII), 0, text.length());
        } catch (MalformedException e) {
            throw malformed();
        }
    }

    private static ProblemException malformed() {
        return new ProblemException(ProblemKind.MALFORMED, "The query is not well-formed.");
    }
}
