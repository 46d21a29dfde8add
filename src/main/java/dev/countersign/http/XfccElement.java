package dev.countersign.http;

import dev.countersign.text.MalformedException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * An element of Envoy's {@code X-Forwarded-Client-Cert}: {@code key=value;key="value"}, elements separated by commas.
 * Read from the left, and nothing but a separator may follow a quoted value: so a sender's element in front cannot
 * shift the quotes of the one that the proxy has appended. Immutable.
 */
record XfccElement(Map<String, String> values) {

    /**
     * The last one: that of the nearest proxy.
     *
     * @throws MalformedException when any of them is malformed
     */
    static XfccElement last(String field) throws MalformedException {
        Reader reader = new Reader(field);
        Map<String, String> element = reader.element();
        while (reader.skips(',')) {
            element = reader.element();
        }
        if (reader.at < field.length()) {
            throw new MalformedException("after a value there is something else than a semicolon or comma");
        }
        return new XfccElement(Map.copyOf(element));
    }

    /** Still percent-encoded, if it is. */
    Optional<String> value(String key) {
        return Optional.ofNullable(values.get(key));
    }

    /** Not thread-safe. */
    private static final class Reader {

        private final String text;
        private int at;

        Reader(String text) {
            this.text = text;
        }

        Map<String, String> element() throws MalformedException {
            Map<String, String> pairs = new HashMap<>();
            skipBlanks();
            do {
                int from = at;
                while (at < text.length() && isLetter(text.charAt(at))) {
                    at++;
                }
                String key = text.substring(from, at);
                if (key.isEmpty() || !skips('=')) {
                    throw new MalformedException("an element is no list of keys and values");
                }
                // URI and DNS occur as often as the certificate has them.
                String value = value();
                if (pairs.put(key, value) != null && (key.equals("Cert") || key.equals("Chain"))) {
                    throw new MalformedException("an element has several certificates");
                }
            } while (skips(';'));
            skipBlanks();
            return pairs;
        }

        private String value() throws MalformedException {
            return skips('"') ? quoted() : plain();
        }

        private String quoted() throws MalformedException {
            StringBuilder value = new StringBuilder();
            while (at < text.length() && text.charAt(at) != '"') {
                if (text.charAt(at) == '\\') {
                    at++;
                }
                if (at < text.length()) {
                    value.append(text.charAt(at++));
                }
            }
            if (!skips('"')) {
                throw new MalformedException("a quoted value has no end");
            }
            return value.toString();
        }

        private String plain() throws MalformedException {
            int from = at;
            while (at < text.length() && ",;".indexOf(text.charAt(at)) < 0) {
                if ("\"\\".indexOf(text.charAt(at)) >= 0) {
                    throw new MalformedException("a quote stands inside of a value");
                }
                at++;
            }
            return text.substring(from, at).stripTrailing();
        }

        /** A proxy that joins fields writes them between elements. */
        private void skipBlanks() {
            while (at < text.length() && text.charAt(at) == ' ') {
                at++;
            }
        }

        private static boolean isLetter(char c) {
            return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
        }

        private boolean skips(char c) {
            if (at < text.length() && text.charAt(at) == c) {
                at++;
                return true;
            }
            return false;
        }
    }
}
