package dev.countersign.admin;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CallerTest {

    @ParameterizedTest
    @CsvSource({
        "ada, ada",
        "'a\r\nb\u001b[2J', a??b?[2J",
        "a\uD83D, a?",
        "a\u202Eb\u2028, a?b?",
        "\uDE00a, ?a",
        "\uD83D\uDE00, \uD83D\uDE00"
    })
    void gen20_aPersonsNameForgesNothingAndCanBeStored(String name, String shown) {
        assertThat(Caller.of(new Person(name, Role.ADMINISTRATOR)).actor()).isEqualTo("person:" + shown);
    }

    @ParameterizedTest
    @CsvSource({"a, 200", "\uD83D\uDE00, 400"})
    void aLongNameIsCutBetweenCharacters(String character, int length) {
        assertThat(Caller.of(new Person(character.repeat(1000), Role.ADMINISTRATOR))
                        .name())
                .hasSize(length)
                .endsWith(character);
    }
}
