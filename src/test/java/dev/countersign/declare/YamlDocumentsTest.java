package dev.countersign.declare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.declare.YamlDocuments.Item;
import dev.countersign.declare.YamlDocuments.YamlException;
import dev.countersign.text.JsonNull;
import dev.countersign.text.JsonNumber;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class YamlDocumentsTest {

    @Test
    void documentsAreClientsOrListsOfThem() throws Exception {
        List<Item> items = YamlDocuments.read("""
                # two lists and a client
                - client_id: one
                - client_id: two
                ---
                client_id: three
                ---
                ---
                [{"client_id": "four"}]
                """, 4);

        assertThat(items)
                .extracting(item -> item.members().get("client_id"))
                .containsExactly("one", "two", "three", "four");
        assertThat(items.get(1)).satisfies(two -> {
            assertThat(two.line()).isEqualTo(3);
            assertThat(two.column()).isEqualTo(3);
        });
    }

    @Test
    void valuesAreThoseOfJson() throws Exception {
        Map<String, Object> values = YamlDocuments.read("""
                text: plain
                quoted: "true"
                yes: yes
                flag: true
                none: null
                empty:
                whole: -12
                fraction: 1.50
                huge: 1234567890123456789012
                zeros: "007"
                date: 2026-03-01
                lines: |
                  one
                  two
                list: [a, {b: c}]
                """, 1).get(0).members();

        assertThat(values)
                .containsEntry("text", "plain")
                .containsEntry("quoted", "true")
                .containsEntry("yes", "yes")
                .containsEntry("flag", true)
                .containsEntry("none", JsonNull.NULL)
                .containsEntry("empty", JsonNull.NULL)
                .containsEntry("whole", -12L)
                .containsEntry("fraction", new JsonNumber("1.50"))
                .containsEntry("huge", new JsonNumber("1234567890123456789012"))
                .containsEntry("zeros", "007")
                .containsEntry("date", "2026-03-01")
                .containsEntry("lines", "one\ntwo\n")
                .containsEntry("list", List.of("a", Map.of("b", "c")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "a: &x 1                       | line 1, column 4: anchors and aliases are not taken",
                "[{a: &x [1], b: *x}]          | line 1, column 6: anchors and aliases are not taken",
                "a: *x                         | line 1, column 4: aliases are not taken",
                "*x                            | line 1, column 1: aliases are not taken",
                "&x a: 1                       | anchors and aliases are not taken",
                "a: !!java.net.URL [http://x/] | line 1, column 4: tags are not taken",
                "a: !!str 1                    | line 1, column 4: tags are not taken",
                "!x {a: 1}                     | line 1, column 1: tags are not taken",
                "{a: 1, b: 2, a: 3}            | line 1, column 14: a name is there twice",
                "{a: 1, \"\\u0061\": 3}        | line 1, column 8: a name is there twice",
                "{[a]: 1}                      | line 1, column 2: a name must be a text",
                "a: 0x1F                       | line 1, column 4: a number that JSON does not have",
                "a: 0o17                       | line 1, column 4: a number that JSON does not have",
                "a: .inf                       | line 1, column 4: a number that JSON does not have",
                "[1]                           | line 1, column 2: not a client",
                "text                          | line 1, column 1: neither a client nor a list",
                "{a: 1                         | line 1, column 6: expected ',' or '}'",
                "a: \"\\uD800\"                | line 1, column 4: a text has half a surrogate pair",
                "[{}, {}, {}]                  | more than 2 clients",
            })
    void whatAParserCouldBeFooledWithIsRefusedWithItsPlace(String text, String message) {
        assertThatThrownBy(() -> YamlDocuments.read(text, 2))
                .isInstanceOf(YamlException.class)
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{a: "})
    void deepNestingIsRefused(String open) {
        String text = "a: " + open.repeat(100_000);

        assertThatThrownBy(() -> YamlDocuments.read(text, 2))
                .isInstanceOf(YamlException.class)
                .hasMessageContaining("nested more than 16 deep");
    }

    @Test
    void whatIsWrittenIsReadAgain() throws Exception {
        Map<String, Object> client = Map.of(
                "client_id", "a: b # c",
                "true", "true",
                "number", "12",
                "null", "null",
                "pem", "-----BEGIN\nabc\n",
                "text", " edges\tand \u202e\u00fc \ud83d\ude00 'quotes' \"too\"\r\nx",
                "empty", List.of(),
                "list", List.of("", "~", "=", "<<"),
                "fraction", new JsonNumber("1.5"),
                "long", "x".repeat(2_000) + " " + "y".repeat(200));

        String text = YamlWriter.text(List.of(client, Map.of("client_id", "next")));

        assertThat(YamlDocuments.read(text, 2))
                .extracting(Item::members)
                .containsExactly(client, Map.of("client_id", "next"));
    }
}
