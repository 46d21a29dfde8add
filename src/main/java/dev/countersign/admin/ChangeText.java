package dev.countersign.admin;

import dev.countersign.client.ClientCertificate;
import dev.countersign.client.ClientSecret;
import dev.countersign.text.ShownText;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the audit trail says of a change: the members with their old and new values, and keys and secrets by the names
 * that administrators know. Never a credential. Stateless.
 */
final class ChangeText {

    /** Of a comparison or a list, in characters: an event has room for two. */
    static final int MAX_CHARS = 950;

    /** Of one value, in characters. */
    static final int MAX_VALUE_CHARS = 200;

    private ChangeText() {}

    /**
     * The members that differ, each with both values where these are simple: {@code scope from "read" to "write"}. Of
     * key sets and secrets only the member's name.
     */
    static String differences(Map<String, Object> before, Map<String, Object> after) {
        Set<String> names = new LinkedHashSet<>(before.keySet());
        names.addAll(after.keySet());
        // Whether registered keys are in use follows from the other members.
        names.remove("certificates");
        names.removeIf(name -> Optional.ofNullable(before.get(name)).equals(Optional.ofNullable(after.get(name))));
        return cut(
                names.stream()
                        .map(name -> name
                                + values(Optional.ofNullable(before.get(name)), Optional.ofNullable(after.get(name))))
                        .collect(Collectors.joining("; ")),
                MAX_CHARS);
    }

    /** A registered key, by its id, its alias and its kid. */
    static String of(ClientCertificate key) {
        return "certificate " + key.id() + named(key.alias()) + ", kid " + key.kid();
    }

    /** Several registered keys, as many as fit. */
    static String of(List<ClientCertificate> keys) {
        return cut(keys.stream().map(ChangeText::of).collect(Collectors.joining("; ")), MAX_CHARS);
    }

    /** A secret, by its id and its label. */
    static String of(ClientSecret secret) {
        return "secret " + secret.id() + named(secret.label());
    }

    private static String named(String name) {
        return name.isEmpty() ? "" : " " + quoted(name);
    }

    /** Empty: one of them is no simple value. */
    private static String values(Optional<Object> before, Optional<Object> after) {
        return shown(before)
                .flatMap(old -> shown(after).map(present -> " from " + old + " to " + present))
                .orElse("");
    }

    private static Optional<String> shown(Optional<Object> value) {
        if (value.isEmpty() || value.get().equals("") || value.get().equals(List.of())) {
            return Optional.of("nothing");
        }
        if (value.get() instanceof String text) {
            return Optional.of(quoted(text));
        }
        if (value.get() instanceof List<?> items && items.stream().allMatch(String.class::isInstance)) {
            return Optional.of(quoted(items.stream().map(String::valueOf).collect(Collectors.joining(" "))));
        }
        return value.filter(Boolean.class::isInstance).map(String::valueOf);
    }

    private static String quoted(String text) {
        return '"' + cut(text, MAX_VALUE_CHARS) + '"';
    }

    private static String cut(String text, int maxChars) {
        String shown = ShownText.fitting(text, maxChars);
        return text.length() <= maxChars ? shown : shown + "…";
    }
}
