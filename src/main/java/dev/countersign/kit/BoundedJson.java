package dev.countersign.kit;

import java.util.Map;
import java.util.Optional;
import org.jose4j.json.JsonUtil;
import org.jose4j.lang.JoseException;

/** Reads a JSON object that a server sent; how long it may be is its reader's business. */
final class BoundedJson {

    private static final int MAX_DEPTH = 16;

    private BoundedJson() {}

    /** Empty: it is no JSON object, a name stands in it twice, or it is nested too deep. */
    static Optional<Map<String, Object>> object(String text) {
        if (isDeep(text)) {
            return Optional.empty();
        }
        try {
            return Optional.of(JsonUtil.parseJson(text));
        } catch (JoseException | RuntimeException e) {
            // Without the cause: its message may repeat the text, and with it a token.
            return Optional.empty();
        }
    }

    /** The parser has no limit of its own. */
    private static boolean isDeep(String text) {
        int depth = 0;
        boolean inString = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (inString) {
                if (c == '\\') {
                    i++;
                } else if (c == '"') {
                    inString = false;
                }
            } else if (c == '"') {
                inString = true;
            } else if (c == '{' || c == '[') {
                depth++;
            } else if (c == '}' || c == ']') {
                depth--;
            }
            if (depth > MAX_DEPTH) {
                return true;
            }
        }
        return false;
    }
}
