package dev.countersign.declare;

import dev.countersign.text.ShownText;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The public keys that a file declares for a client, in {@code certificates}, each with its {@code pem}. Stateless. */
final class KeyDeclarations {

    static final String MEMBER = "certificates";

    private static final String PEM = "pem";

    /** Of a key that was replaced: from when on it is refused. */
    private static final String END = "expires_at";

    /** What may change of a key that is registered. */
    private static final List<String> NAMES = List.of("kid", "alias", "alg");

    private static final List<String> SHOWN = List.of("kid", "alias", "alg", END);

    /** One certificate or public key: the server takes others too, which it would show in another form. */
    private static final Pattern BLOCK =
            Pattern.compile("\\s*-----BEGIN (CERTIFICATE|PUBLIC KEY)-----([A-Za-z0-9+/=\\s]+)-----END \\1-----\\s*");

    private KeyDeclarations() {}

    /** @return why they cannot be declared so; empty: they can */
    static Optional<String> problem(Object value) {
        if (!(value instanceof List<?> items)) {
            return Optional.of("certificates must be a list");
        }
        for (Object item : items) {
            if (!(item instanceof Map<?, ?> key) || !(key.get(PEM) instanceof String pem)) {
                return Optional.of("each of the certificates needs a pem");
            }
            if (pem.contains("PRIVATE KEY")) {
                return Optional.of("a pem holds a private key, which stays with the client");
            }
            if (!BLOCK.matcher(pem).matches()) {
                return Optional.of("a pem must be one CERTIFICATE or one PUBLIC KEY");
            }
        }
        return Optional.empty();
    }

    /** What declares the keys that the server shows, in an order of their own. */
    static List<Map<String, Object>> declaring(Object shown) {
        List<Map<String, Object>> keys = new ArrayList<>();
        for (Map<?, ?> key : maps(shown)) {
            Map<String, Object> members = new LinkedHashMap<>();
            for (String name : SHOWN) {
                if (!text(key, name).isEmpty()) {
                    members.put(name, text(key, name));
                }
            }
            members.put(PEM, text(key, PEM));
            keys.add(members);
        }
        keys.sort(Comparator.comparing(key -> text(key, "alias") + '\n' + text(key, "kid") + '\n' + text(key, PEM)));
        return keys;
    }

    /** For people: what is registered, changed and removed. Empty: all is as declared. */
    static List<String> differences(Object shown, Object declared) {
        List<Map<?, ?>> left = new ArrayList<>(maps(shown));
        List<String> differences = new ArrayList<>();
        for (Map<?, ?> wanted : maps(declared)) {
            Optional<Map<?, ?>> twin = left.stream()
                    .filter(present -> content(present).equals(content(wanted)))
                    .findFirst();
            if (twin.isPresent()) {
                left.remove(twin.get());
                differences.addAll(changes(twin.get(), wanted));
            } else {
                differences.add("certificates: register " + named(wanted));
            }
        }
        left.forEach(present -> differences.add("certificates: remove " + named(present)));
        return differences;
    }

    /** Of a key that is registered already. */
    private static List<String> changes(Map<?, ?> present, Map<?, ?> wanted) {
        List<String> changes = new ArrayList<>();
        String names = NAMES.stream()
                .filter(name -> !text(present, name).equals(text(wanted, name)))
                // A kid that is not declared is the server's choice.
                .filter(name -> !name.equals("kid") || !text(wanted, name).isEmpty())
                .collect(Collectors.joining(", "));
        if (!names.isEmpty()) {
            changes.add("certificates: change " + names + " of " + named(present));
        }
        if (!endsAsEarly(text(present, END), text(wanted, END))) {
            changes.add("certificates: end " + named(wanted) + " at " + text(wanted, END));
        }
        return changes;
    }

    /** One that has ended before that is not brought back, and so is no difference. */
    private static boolean endsAsEarly(String present, String wanted) {
        if (wanted.isEmpty()) {
            return true;
        }
        try {
            return !present.isEmpty() && !Instant.parse(present).isAfter(Instant.parse(wanted));
        } catch (DateTimeParseException e) {
            // The server says what is wrong with it.
            return false;
        }
    }

    private static String content(Map<?, ?> key) {
        Matcher block = BLOCK.matcher(text(key, PEM));
        return block.matches() ? block.group(2).replaceAll("\\s", "") : text(key, PEM);
    }

    private static String named(Map<?, ?> key) {
        for (String name : List.of("alias", "kid")) {
            if (!text(key, name).isEmpty()) {
                return name + " " + ShownText.quoted(text(key, name));
            }
        }
        return "a key without a name";
    }

    private static String text(Map<?, ?> key, String name) {
        return key.get(name) instanceof String text ? text : "";
    }

    private static List<Map<?, ?>> maps(Object value) {
        List<Map<?, ?>> maps = new ArrayList<>();
        if (value instanceof List<?> items) {
            items.forEach(item -> {
                if (item instanceof Map<?, ?> map) {
                    maps.add(map);
                }
            });
        }
        return maps;
    }
}
