package dev.countersign.admin;

import dev.countersign.text.MalformedException;
import dev.countersign.text.StrictJson;
import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbBuilder;
import jakarta.json.bind.JsonbConfig;
import jakarta.json.bind.config.PropertyNamingStrategy;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Map;

/**
 * Reads JSON objects strictly, and writes JSON by JSON-B: public records, with members in snake case, sorted by name
 * unless {@code JsonbPropertyOrder} says otherwise, and empty ones omitted; maps in their own order. Thread-safe.
 */
final class JsonText {

    private static final Jsonb JSONB = JsonbBuilder.create(
            new JsonbConfig().withPropertyNamingStrategy(PropertyNamingStrategy.LOWER_CASE_WITH_UNDERSCORES));

    private JsonText() {}

    /** @throws ProblemException when it is not exactly one JSON object in UTF-8 with unique member names */
    static Map<String, Object> read(byte[] utf8) {
        try {
            return StrictJson.object(utf8);
        } catch (MalformedException e) {
            throw new ProblemException(ProblemKind.MALFORMED, "The body cannot be read: " + e.rule() + ".");
        }
    }

    static byte[] of(Object value) {
        WipedBuffer buffer = new WipedBuffer();
        JSONB.toJson(value, buffer);
        return buffer.take();
    }

    /** Wipes its buffer, as a secret may have gone through them. */
    private static final class WipedBuffer extends ByteArrayOutputStream {

        WipedBuffer() {
            super(4096);
        }

        synchronized byte[] take() {
            byte[] taken = toByteArray();
            Arrays.fill(buf, (byte) 0);
            return taken;
        }
    }
}
