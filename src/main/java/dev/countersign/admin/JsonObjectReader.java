package dev.countersign.admin;

import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.stream.JsonParser;
import jakarta.json.stream.JsonParserFactory;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.regex.Pattern;

/**
 * Reads one JSON object strictly (RFC 8259): in UTF-8 without a byte order mark, no member twice, not nested too deeply, nothing behind
 * it. Values become {@link Map}, {@link List}, {@link String}, {@link Boolean}, {@link Long}, {@link OtherNumber} and {@link JsonNull}.
 * Used once.
 */
final class JsonObjectReader {

    /** How deep objects and arrays may stand in each other, the outermost being at 1. */
    static final int MAX_DEPTH = 16;

    private static final JsonParserFactory PARSERS = Json.createParserFactory(Map.of());
    private static final Pattern LONG = Pattern.compile("-?[0-9]{1,18}");

    private final JsonParser parser;

    private JsonObjectReader(JsonParser parser) {
        this.parser = parser;
    }

    /** A number that is no {@link Long}; nobody here has a use for its value. */
    record OtherNumber(String literal) {}

    /** @throws ProblemException when it is anything but such an object */
    static Map<String, Object> read(byte[] utf8) {
        try (JsonParser parser = PARSERS.createParser(new StringReader(decoded(utf8)))) {
            return new JsonObjectReader(parser).document();
        } catch (JsonException | NoSuchElementException | IllegalStateException e) {
            throw malformed("The body is not JSON.");
        }
    }

    private Map<String, Object> document() {
        if (parser.next() != JsonParser.Event.START_OBJECT) {
            throw malformed("The body is not a JSON object.");
        }
        Map<String, Object> members = object(1);
        if (parser.hasNext()) {
            throw malformed("Something follows the JSON object.");
        }
        return members;
    }

    private Map<String, Object> object(int depth) {
        Map<String, Object> members = new LinkedHashMap<>();
        for (JsonParser.Event event = parser.next(); event != JsonParser.Event.END_OBJECT; event = parser.next()) {
            String name = text();
            if (members.put(name, value(parser.next(), depth)) != null) {
                throw malformed("A member is there twice.");
            }
        }
        return members;
    }

    private List<Object> array(int depth) {
        List<Object> items = new ArrayList<>();
        for (JsonParser.Event event = parser.next(); event != JsonParser.Event.END_ARRAY; event = parser.next()) {
            items.add(value(event, depth));
        }
        return items;
    }

    private Object value(JsonParser.Event event, int depth) {
        return switch (event) {
            case START_OBJECT -> object(deeper(depth));
            case START_ARRAY -> array(deeper(depth));
            case VALUE_STRING -> text();
            case VALUE_NUMBER -> number(parser.getString());
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> JsonNull.NULL;
            default -> throw malformed("The body is not JSON.");
        };
    }

    private static int deeper(int depth) {
        if (depth == MAX_DEPTH) {
            throw malformed("The JSON is nested more than " + MAX_DEPTH + " deep.");
        }
        return depth + 1;
    }

    private String text() {
        String text = parser.getString();
        // An escape such as \\uD800 alone names no character: no store could keep it as it is.
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            throw malformed("A text has half a surrogate pair.");
        }
        return text;
    }

    private static Object number(String literal) {
        return LONG.matcher(literal).matches() ? (Object) Long.valueOf(literal) : new OtherNumber(literal);
    }

    private static String decoded(byte[] utf8) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(utf8))
                    .toString();
        } catch (CharacterCodingException e) {
            throw malformed("The body is not UTF-8.");
        }
    }

    private static ProblemException malformed(String detail) {
        return new ProblemException(ProblemKind.MALFORMED, detail);
    }
}
