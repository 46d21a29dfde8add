package dev.countersign.admin;

import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbBuilder;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Map;

/** Writes JSON by JSON-B. Members whose order matters to readers come in a map that keeps it. Thread-safe. */
final class JsonText {

    private static final Jsonb JSONB = JsonbBuilder.create();

    private JsonText() {}

    static byte[] of(Map<String, Object> members) {
        WipedBuffer buffer = new WipedBuffer();
        JSONB.toJson(members, buffer);
        return buffer.take();
    }

    /** Leaves nothing of what went through it behind, as far as it has it. */
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
