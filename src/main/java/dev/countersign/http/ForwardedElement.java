package dev.countersign.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One proxy's entry in {@code Forwarded} (RFC 7239, section 4). Immutable.
 *
 * @param node the parameter {@code for}; empty when it is not there
 * @param protocol the parameter {@code proto}
 */
record ForwardedElement(String node, Optional<String> protocol) {

    /** Empty: it is malformed. An unclosed quotation mark from the sender must not hide what the proxy appended. */
    static Optional<List<ForwardedElement>> parseAll(String field) {
        return new Parser(field).elements();
    }

    private static final class Parser {

        private final String text;
        private int position;

        Parser(String text) {
            this.text = text;
        }

        Optional<List<ForwardedElement>> elements() {
            List<ForwardedElement> elements = new ArrayList<>();
            do {
                String node = "";
                Optional<String> protocol = Optional.empty();
                boolean empty = true;
                do {
                    skipSpaces();
                    String name = token().toLowerCase(Locale.ROOT);
                    if (name.isEmpty()) {
                        continue; // RFC 9110, section 5.6.1: empty elements are passed over
                    }
                    Optional<String> value = take('=') ? value() : Optional.empty();
                    boolean twice =
                            (name.equals("for") && !node.isEmpty()) || (name.equals("proto") && protocol.isPresent());
                    if (value.isEmpty() || twice) {
                        return Optional.empty();
                    }
                    empty = false;
                    node = name.equals("for") ? value.get() : node;
                    protocol = name.equals("proto") ? value : protocol;
                    skipSpaces();
                } while (take(';'));
                if (!empty) {
                    elements.add(new ForwardedElement(node, protocol));
                }
            } while (take(','));
            return position == text.length() ? Optional.of(elements) : Optional.empty();
        }

        private Optional<String> value() {
            if (!take('"')) {
                // Colons and brackets require quotes, which some proxies omit.
                int start = position;
                while (position < text.length() && ";, \t\"".indexOf(text.charAt(position)) < 0) {
                    position++;
                }
                return position == start ? Optional.empty() : Optional.of(text.substring(start, position));
            }
            StringBuilder unquoted = new StringBuilder();
            while (position < text.length() && text.charAt(position) != '"') {
                if (text.charAt(position) == '\\' && ++position == text.length()) {
                    return Optional.empty();
                }
                unquoted.append(text.charAt(position++));
            }
            return take('"') ? Optional.of(unquoted.toString()) : Optional.empty();
        }

        private String token() {
            int start = position;
            while (position < text.length() && Headers.isTokenCharacter(text.charAt(position))) {
                position++;
            }
            return text.substring(start, position);
        }

        private boolean take(char c) {
            boolean there = position < text.length() && text.charAt(position) == c;
            position += there ? 1 : 0;
            return there;
        }

        private void skipSpaces() {
            while (position < text.length() && (text.charAt(position) == ' ' || text.charAt(position) == '\t')) {
                position++;
            }
        }
    }
}
