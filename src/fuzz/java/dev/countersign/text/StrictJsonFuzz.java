package dev.countersign.text;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonReaderFactory;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * JWT-1: whatever is sent as JSON, reading it ends well, and another reader understands the same by what is accepted.
 */
class StrictJsonFuzz {

    private static final JsonReaderFactory OTHERS = Json.createReaderFactory(Map.of());

    @FuzzTest(maxDuration = "10m")
    void object(byte[] utf8) {
        Map<String, Object> read;
        try {
            read = StrictJson.object(utf8);
        } catch (MalformedException e) {
            assertThat(e.rule()).matches("[\\x20-\\x7E]+");
            return;
        }
        try (JsonReader other = OTHERS.createReader(new StringReader(new String(utf8, StandardCharsets.UTF_8)))) {
            requireSame(read, other.readObject(), 1);
        }
    }

    private static void requireSame(Object read, JsonValue expected, int depth) {
        if (read instanceof Map<?, ?> members) {
            assertThat(depth).isLessThanOrEqualTo(StrictJson.MAX_DEPTH);
            JsonObject object = expected.asJsonObject();
            assertThat(members.keySet()).isEqualTo(object.keySet());
            members.forEach((name, value) -> requireSame(value, object.getOrDefault(name, JsonValue.NULL), depth + 1));
        } else if (read instanceof List<?> items) {
            assertThat(depth).isLessThanOrEqualTo(StrictJson.MAX_DEPTH);
            JsonArray array = expected.asJsonArray();
            assertThat(items).hasSameSizeAs(array);
            for (int i = 0; i < items.size(); i++) {
                requireSame(items.get(i), array.get(i), depth + 1);
            }
        } else if (read instanceof String text) {
            assertThat(text).isEqualTo(((JsonString) expected).getString());
            assertThat(StandardCharsets.UTF_8.newEncoder().canEncode(text)).isTrue();
        } else if (read instanceof Long number) {
            assertThat(number).isEqualTo(((JsonNumber) expected).longValueExact());
        } else if (read instanceof dev.countersign.text.JsonNumber) {
            assertThat(expected.getValueType()).isEqualTo(JsonValue.ValueType.NUMBER);
        } else {
            Object meant = Map.of(JsonValue.TRUE, true, JsonValue.FALSE, false, JsonValue.NULL, JsonNull.NULL)
                    .get(expected);
            assertThat(read).isEqualTo(meant);
        }
    }
}
