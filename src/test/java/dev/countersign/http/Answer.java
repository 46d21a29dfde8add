package dev.countersign.http;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A response as it came over the wire. */
public record Answer(int status, List<String> fields, String body) {

    /** The value of the one field of this name. */
    public Optional<String> header(String name) {
        List<String> values = fields.stream()
                .filter(field -> field.toLowerCase(Locale.ROOT).startsWith(name.toLowerCase(Locale.ROOT) + ":"))
                .map(field -> field.substring(name.length() + 1).strip())
                .toList();
        if (values.size() > 1) {
            throw new AssertionError("several fields: " + values);
        }
        return values.stream().findFirst();
    }

    /** The code in an OAuth error. */
    public Optional<String> error() {
        String start = "{\"error\":\"";
        return body.startsWith(start)
                ? Optional.of(body.substring(start.length(), body.indexOf('"', start.length())))
                : Optional.empty();
    }
}
