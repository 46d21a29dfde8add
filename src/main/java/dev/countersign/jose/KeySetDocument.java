package dev.countersign.jose;

import dev.countersign.text.MalformedException;
import dev.countersign.text.StrictJson;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * Finds the list of keys in the text of a key set (RFC 7517, section 5), and names what another document is. A byte
 * order mark before the set is skipped (RFC 8259, section 8.1). Stateless.
 */
final class KeySetDocument {

    /** How many keys a set may have, usable or not. */
    static final int MAX_KEYS = 20;

    private static final char MARK = '\uFEFF';
    private static final String WANTED = ", and a key set is {\"keys\": [...]}";

    private KeySetDocument() {}

    /**
     * The keys as JSON values, not checked yet.
     *
     * @throws MalformedException when it is no key set; the message repeats nothing of it
     */
    static List<?> keys(String json) throws MalformedException {
        String text = !json.isEmpty() && json.charAt(0) == MARK ? json.substring(1) : json;
        requireNothingElse(text);
        return keys(StrictJson.object(text));
    }

    /** The same of a file in UTF-8. */
    static List<?> keys(byte[] utf8) throws MalformedException {
        try {
            return keys(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(utf8))
                    .toString());
        } catch (CharacterCodingException e) {
            throw new MalformedException("its text is not UTF-8");
        }
    }

    private static List<?> keys(Map<String, Object> set) throws MalformedException {
        if (!(set.get("keys") instanceof List<?> keys)) {
            throw new MalformedException("no list of keys" + otherwise(set));
        }
        if (keys.size() > MAX_KEYS) {
            throw new MalformedException("more than " + MAX_KEYS + " keys, it has " + keys.size());
        }
        return keys;
    }

    private static void requireNothingElse(String text) throws MalformedException {
        String begin = text.stripLeading();
        if (begin.startsWith("<")) {
            throw new MalformedException("not a JSON object, but a page of HTML or XML");
        }
        if (begin.startsWith("[")) {
            throw new MalformedException("not a JSON object, but a bare list" + WANTED);
        }
        if (begin.startsWith("-----BEGIN")) {
            throw new MalformedException("not a JSON object, but PEM");
        }
    }

    private static String otherwise(Map<String, Object> document) {
        if (document.containsKey("keys")) {
            return ": its member keys is something else";
        }
        if (document.containsKey("kty")) {
            return ": it is a single key" + WANTED + " with that key in the list";
        }
        if (document.containsKey("jwks_uri")) {
            return ": it is a metadata document, whose jwks_uri is the URL of the key set";
        }
        boolean certificates = !document.isEmpty()
                && document.values().stream()
                        .allMatch(value -> value instanceof String text && text.startsWith("-----BEGIN CERTIFICATE"));
        return certificates ? ": it has certificates by their kid" + WANTED : "";
    }
}
