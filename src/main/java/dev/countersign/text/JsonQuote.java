package dev.countersign.text;

import java.util.Collection;
import java.util.stream.Collectors;

/** Writes a text as a JSON string (RFC 8259, section 7), for the few documents that are written by hand. Stateless. */
public final class JsonQuote {

    private JsonQuote() {}

    /** With the quotation marks. */
    public static String of(String text) {
        StringBuilder json = new StringBuilder(text.length() + 2);
        json.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c < 0x20 || Character.isSurrogate(c)) {
                json.append("\\u")
                        .append(Character.forDigit(c >> 12, 16))
                        .append(Character.forDigit(c >> 8 & 0xF, 16))
                        .append(Character.forDigit(c >> 4 & 0xF, 16))
                        .append(Character.forDigit(c & 0xF, 16));
            } else {
                json.append(c);
            }
        }
        json.append('"');
        return json.toString();
    }

    /** The texts as an array. */
    public static String list(Collection<String> texts) {
        return texts.stream().map(JsonQuote::of).collect(Collectors.joining(",", "[", "]"));
    }

    /** One text as itself, several as an array, as {@code aud} has it (RFC 7519, section 4.1.3). */
    public static String oneOrList(Collection<String> texts) {
        return texts.size() == 1 ? of(texts.iterator().next()) : list(texts);
    }
}
