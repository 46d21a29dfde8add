package dev.countersign.http;

import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A request without a server, as far as its connection and its header fields matter. Not thread-safe. */
final class SentFields {

    private final Map<String, List<String>> fields = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private final Map<String, Object> attributes = new HashMap<>();
    private final String peer;

    SentFields(String peer) {
        this.peer = peer;
    }

    /** @param line as in {@code Name: value}; a container takes the blanks around a value away */
    SentFields field(String line) {
        int colon = line.indexOf(':');
        fields.computeIfAbsent(line.substring(0, colon), name -> new ArrayList<>())
                .add(line.substring(colon + 1).strip());
        return this;
    }

    SentFields attribute(String name, Object value) {
        attributes.put(name, value);
        return this;
    }

    HttpServletRequest request() {
        return (HttpServletRequest) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {HttpServletRequest.class},
                (proxy, method, args) -> switch (method.getName()) {
                    case "getRemoteAddr" -> peer;
                    case "getLocalAddr" -> "10.0.0.99";
                    case "isSecure" -> true;
                    case "getAttribute" -> attributes.get((String) args[0]);
                    case "getHeaderNames" -> Collections.enumeration(fields.keySet());
                    case "getHeader" ->
                        fields.containsKey((String) args[0])
                                ? fields.get((String) args[0]).get(0)
                                : null;
                    case "getHeaders" -> Collections.enumeration(fields.getOrDefault((String) args[0], List.of()));
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }
}
