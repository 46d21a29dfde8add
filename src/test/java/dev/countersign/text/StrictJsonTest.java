package dev.countersign.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StrictJsonTest {

    private static Map<String, Object> read(String json) throws MalformedException {
        return StrictJson.object(json.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void valuesHaveTheirTypes() throws MalformedException {
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
    void numbersThatAreNoLongsAreNotTurnedIntoOne() throws MalformedException {
        assertThat(read("{\"a\":1.0,\"b\":1e3,\"c\":1e999999999,\"d\":99999999999999999999}")
                        .values())
                .allMatch(value -> value instanceof JsonNumber);
    }

    @Test
    void aWholeNumberIsALongUpToEighteenDigits() throws MalformedException {
        assertThat(read("{\"a\":999999999999999999,\"b\":-999999999999999999,\"c\":-0,\"d\":1000000000000000000}"))
                .isEqualTo(Map.of(
                        "a",
                        999_999_999_999_999_999L,
                        "b",
                        -999_999_999_999_999_999L,
                        "c",
                        0L,
                        "d",
                        new JsonNumber("1000000000000000000")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            []              | not a JSON object
            {} {}           | something follows the JSON object
            {"a":1,"a":1}   | a JSON member is there twice
            {"a":"\\udc00"}  | a JSON text has half a surrogate pair
            {"a":'1'}       | not JSON
            """)
    void theRuleIsNamed(String json, String rule) {
        assertThatExceptionOfType(MalformedException.class)
                .isThrownBy(() -> read(json))
                .withMessage(rule);
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
                "{\"a\":\"\\u12\"}",
                "{\"a\":\"\\u\u0661\u0661\u0661\u0661\"}",
                "{\"a\":-}",
                "{\"a\":1e}",
                "{\"a\":1.}",
                "{\"a\":1",
                "{\"a\":\"",
                "{\"a\":\"\\",
                "{\"a\":1;}",
                "{\"a\":\u00A01}"
            })
    void jwt1_whatIsNoSuchObjectIsRefused(String json) throws MalformedException {
        assertRefused(() -> read(json));
    }

    @Test
    void jwt1_depthIsLimitedOnBothSidesOfTheEdge() throws MalformedException {
        assertThat(read(nested(StrictJson.MAX_DEPTH))).hasSize(1);
        assertRefused(() -> read(nested(StrictJson.MAX_DEPTH + 1)));
        assertRefused(() -> read("{\"a\":" + "[".repeat(30_000)));
    }

    @Test
    void onlyUtf8IsRead() throws MalformedException {
        for (byte[] body : List.of(
                "{\"a\":\"ä\"}".getBytes(StandardCharsets.ISO_8859_1),
                "{}".getBytes(StandardCharsets.UTF_16),
                new byte[] {'{', '"', (byte) 0xC0, (byte) 0xAE, '"', ':', '1', '}'},
                new byte[] {'{', '"', (byte) 0xED, (byte) 0xA0, (byte) 0x80, '"', ':', '1', '}'})) {
            assertRefused(() -> StrictJson.object(body));
        }
    }

    private static void assertRefused(ThrowingCallable reading) {
        assertThatExceptionOfType(MalformedException.class)
                .isThrownBy(reading)
                .satisfies(e -> assertThat(e.rule()).matches("[\\x20-\\x7E]+"));
    }

    private static String nested(int depth) {
        return "{\"a\":".repeat(depth - 1) + "{}" + "}".repeat(depth - 1);
    }
}
