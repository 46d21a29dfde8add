package dev.countersign.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonObjectReaderTest {

    private static Map<String, Object> read(String json) {
        return JsonObjectReader.read(json.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void valuesHaveTheirTypes() {
        assertThat(read(" {\"t\":\"ä\\u00e4😀\",\"n\":-12,\"b\":true,\"z\":null,\"l\":[false,[]],\"o\":{\"x\":0}} "))
                .isEqualTo(Map.of(
                        "t",
                        "ää😀",
                        "n",
                        -12L,
                        "b",
                        true,
                        "z",
                        JsonNull.NULL,
                        "l",
                        List.of(false, List.of()),
                        "o",
                        Map.of("x", 0L)));
    }

    @Test
    void numbersThatAreNoLongsAreNotTurnedIntoOne() {
        assertThat(read("{\"a\":1.0,\"b\":1e3,\"c\":1e999999999,\"d\":99999999999999999999}")
                        .values())
                .allMatch(value -> value instanceof JsonObjectReader.OtherNumber);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "}",
                "{}}",
                "{} {}",
                "{}x",
                "[]",
                "1",
                "\"\"",
                "null",
                "{\"a\"}",
                "{\"a\":}",
                "{\"a\":1,}",
                "{a:1}",
                "{'a':1}",
                "{\"a\":01}",
                "{\"a\":+1}",
                "{\"a\":.5}",
                "{\"a\":NaN}",
                "{\"a\":\"\n\"}",
                "{\"a\":\"\\x\"}",
                "{\"a\":1,\"a\":1}",
                "{\"a\":null,\"a\":null}",
                "{\"o\":{\"a\":1,\"\\u0061\":2}}",
                "{\"a\":\"\\ud800\"}",
                "{\"\\udc00\":1}",
                "{/**/}",
                "{}//",
                "\uFEFF{}",
                "{\"a\":tru}",
                "{\"a\":[1,]}",
                "{\"a\":\"\\u12\"}"
            })
    void whatIsNoSuchObjectIsRefused(String json) {
        assertThatThrownBy(() -> read(json)).isInstanceOf(ProblemException.class);
    }

    @Test
    void depthIsLimitedOnBothSidesOfTheEdge() {
        assertThat(read(nested(JsonObjectReader.MAX_DEPTH))).hasSize(1);
        assertThatThrownBy(() -> read(nested(JsonObjectReader.MAX_DEPTH + 1))).isInstanceOf(ProblemException.class);
        assertThatThrownBy(() -> read("{\"a\":" + "[".repeat(30_000))).isInstanceOf(ProblemException.class);
    }

    @Test
    void onlyUtf8IsRead() {
        for (byte[] body : List.of(
                "{\"a\":\"ä\"}".getBytes(StandardCharsets.ISO_8859_1),
                "{}".getBytes(StandardCharsets.UTF_16),
                new byte[] {'{', '"', (byte) 0xC0, (byte) 0xAE, '"', ':', '1', '}'},
                new byte[] {'{', '"', (byte) 0xED, (byte) 0xA0, (byte) 0x80, '"', ':', '1', '}'})) {
            assertThatThrownBy(() -> JsonObjectReader.read(body)).isInstanceOf(ProblemException.class);
        }
    }

    private static String nested(int depth) {
        return "{\"a\":".repeat(depth - 1) + "{}" + "}".repeat(depth - 1);
    }
}
