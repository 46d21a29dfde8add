package dev.countersign.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonQuoteTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "plain",
                "\"",
                "\\",
                "\\\"",
                "a\nb\tc\u0000",
                "</script>",
                "\u00fc\u4e2d",
                "\ud83d\ude00",
                "{}[]:,"
            })
    void isReadAsItWas(String text) throws Exception {
        String json = "{\"a\":" + JsonQuote.of(text) + "}";

        assertThat(StrictJson.object(json.getBytes(StandardCharsets.UTF_8))).isEqualTo(Map.of("a", text));
    }

    @Test
    void oneIsATextAndSeveralAreAList() {
        assertThat(JsonQuote.oneOrList(List.of("a"))).isEqualTo("\"a\"");
        assertThat(JsonQuote.oneOrList(List.of("a", "b"))).isEqualTo("[\"a\",\"b\"]");
        assertThat(JsonQuote.list(List.of())).isEqualTo("[]");
    }
}
