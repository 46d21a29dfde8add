package dev.countersign.http;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A form that was read, as the application sees it: without credentials. Immutable by agreement: its arrays are never
 * written.
 */
final class ServedForm {

    private final byte[] body;
    private final Map<String, String[]> parameters;

    private ServedForm(byte[] body, Map<String, String[]> parameters) {
        this.body = body;
        this.parameters = parameters;
    }

    static ServedForm withoutCredentials(FormParameters query, FormParameters form) {
        Map<String, List<String>> values = new LinkedHashMap<>();
        for (FormParameters part : List.of(query, form)) {
            for (FormParameters.Parameter parameter : part.all()) {
                if (!parameter.isCredential()) {
                    values.computeIfAbsent(parameter.name(), name -> new ArrayList<>(1))
                            .add(parameter.value());
                }
            }
        }
        Map<String, String[]> parameters = new LinkedHashMap<>();
        values.forEach((name, all) -> parameters.put(name, all.toArray(String[]::new)));
        return new ServedForm(form.textWithoutCredentials(), Collections.unmodifiableMap(parameters));
    }

    /** The original bytes without the credentials. */
    byte[] body() {
        return body;
    }

    /** Those of the query string, then those of the body (Jakarta Servlet 6.0, section 3.1). */
    Map<String, String[]> parameters() {
        return parameters;
    }
}
