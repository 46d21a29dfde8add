package dev.countersign.text;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads one JSON object strictly (RFC 8259): in UTF-8 without a byte order mark, no member twice (RFC 7515, section 4),
 * with limited nesting, nothing after it. Values become {@link Map}, {@link List}, {@link String}, {@link Boolean},
 * {@link Long}, {@link JsonNumber} and {@link JsonNull}. Used once.
 */
public final class StrictJson {

    /** The deepest nesting of objects and arrays; the outermost one is at depth 1. */
    public static final int MAX_DEPTH = 16;

    /** The digits of a number that always fits into a {@code long}. */
    private static final int MAX_LONG_DIGITS = 18;

    private static final char END = '\uFFFF';

    private final String text;

    /** The offset of the next character. */
    int at;

    StrictJson(String text) {
        this.text = text;
    }

    /** @throws MalformedException when it is anything but such an object; the message repeats nothing of it */
    public static Map<String, Object> object(byte[] utf8) throws MalformedException {
        try {
            return object(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(utf8))
                    .toString());
        } catch (CharacterCodingException e) {
            throw new MalformedException("a text is not UTF-8");
        }
    }

    /** @throws MalformedException when it is anything but such an object; the message repeats nothing of it */
    public static Map<String, Object> object(String text) throws MalformedException {
        StrictJson json = new StrictJson(text);
        json.skipSpace();
        if (json.peek() != '{') {
            throw new MalformedException("not a JSON object");
        }
        Map<String, Object> members = json.members(1);
        json.skipSpace();
        if (json.at < text.length()) {
            throw new MalformedException("something follows the JSON object");
        }
        return members;
    }

    Map<String, Object> members(int depth) throws MalformedException {
        at++;
        Map<String, Object> members = new LinkedHashMap<>();
        skipSpace();
        if (peek() == '}') {
            at++;
            return members;
        }
        while (true) {
            skipSpace();
            String name = string();
            skipSpace();
            expect(':');
            if (members.put(name, value(depth)) != null) {
                throw new MalformedException("a JSON member is there twice");
            }
            skipSpace();
            if (peek() == '}') {
                at++;
                return members;
            }
            expect(',');
        }
    }

    private List<Object> items(int depth) throws MalformedException {
        at++;
        List<Object> items = new ArrayList<>();
        skipSpace();
        if (peek() == ']') {
            at++;
            return items;
        }
        while (true) {
            items.add(value(depth));
            skipSpace();
            if (peek() == ']') {
                at++;
                return items;
            }
            expect(',');
        }
    }

    Object value(int depth) throws MalformedException {
        skipSpace();
        return switch (peek()) {
            case '{' -> members(deeper(depth));
            case '[' -> items(deeper(depth));
            case '"' -> string();
            case 't' -> literal("true", true);
            case 'f' -> literal("false", false);
            case 'n' -> literal("null", JsonNull.NULL);
            default -> number();
        };
    }

    private static int deeper(int depth) throws MalformedException {
        if (depth == MAX_DEPTH) {
            throw new MalformedException("JSON is nested more than " + MAX_DEPTH + " deep");
        }
        return depth + 1;
    }

    private Object literal(String word, Object meaning) throws MalformedException {
        if (!text.startsWith(word, at)) {
            throw notJson();
        }
        at += word.length();
        return meaning;
    }

    String string() throws MalformedException {
        expect('"');
        int start = at;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '"') {
                return text.substring(start, at++);
            }
            if (c == '\\') {
                return escapedString(start);
            }
            if (c < ' ') {
                throw notJson();
            }
            at++;
        }
        throw notJson();
    }

    private String escapedString(int start) throws MalformedException {
        StringBuilder built = new StringBuilder().append(text, start, at);
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == '"') {
                String string = built.toString();
                // A lone surrogate, such as the escape \\uD800, is no character: stores cannot keep it.
                if (!StandardCharsets.UTF_8.newEncoder().canEncode(string)) {
                    throw new MalformedException("a JSON text has half a surrogate pair");
                }
                return string;
            }
            if (c < ' ') {
                throw notJson();
            }
            built.append(c == '\\' ? escape() : c);
        }
        throw notJson();
    }

    private char escape() throws MalformedException {
        char c = peek();
        at++;
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> unicode();
            default -> throw notJson();
        };
    }

    private char unicode() throws MalformedException {
        int unit = 0;
        for (int i = 0; i < 4; i++) {
            if (!HexFormat.isHexDigit(peek())) {
                throw notJson();
            }
            unit = unit << 4 | HexFormat.fromHexDigit(peek());
            at++;
        }
        return (char) unit;
    }

    private Object number() throws MalformedException {
        int start = at;
        if (peek() == '-') {
            at++;
        }
        int digitsFrom = at;
        if (peek() == '0') {
            at++;
        } else {
            digits();
        }
        int digitsTo = at;
        if (peek() == '.') {
            at++;
            digits();
        }
        if (peek() == 'e' || peek() == 'E') {
            at++;
            if (peek() == '+' || peek() == '-') {
                at++;
            }
            digits();
        }
        String literal = text.substring(start, at);
        boolean fits = at == digitsTo && digitsTo - digitsFrom <= MAX_LONG_DIGITS;
        return fits ? (Object) Long.valueOf(literal) : new JsonNumber(literal);
    }

    private void digits() throws MalformedException {
        int start = at;
        while (peek() >= '0' && peek() <= '9') {
            at++;
        }
        if (at == start) {
            throw notJson();
        }
    }

    void skipSpace() {
        while (peek() == ' ' || peek() == '\t' || peek() == '\n' || peek() == '\r') {
            at++;
        }
    }

    void expect(char c) throws MalformedException {
        if (peek() != c) {
            throw notJson();
        }
        at++;
    }

    /** {@link #END} is no character, so it never equals a character that JSON has outside of strings. */
    char peek() {
        return at < text.length() ? text.charAt(at) : END;
    }

    static MalformedException notJson() {
        return new MalformedException("not JSON");
    }
}
