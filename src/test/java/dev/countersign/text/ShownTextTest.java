package dev.countersign.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShownTextTest {

    private static final String FACE = "\uD83D\uDE00";

    @ParameterizedTest
    @ValueSource(
            strings = {"\n", "\u001B", "\u0085", "\u202E", "\u2066", "\u200B", "\u2028", "\u2029", "\uD83D", "\uE000"})
    void gen20_whatCannotBeSeenOrTurnsTheTextAroundIsNotShown(String unseen) {
        assertThat(ShownText.isShown(unseen.codePointAt(0))).isFalse();
        assertThat(ShownText.of("a" + unseen + "b")).isEqualTo("a?b");
        assertThat(ShownText.fitting("a" + unseen + "b", 3)).isEqualTo("a?b");
        assertThat(ShownText.quoted("a" + unseen + "b")).matches("\"a\\\\u[0-9a-f]{4}b\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u202A", "\u202B", "\u202C", "\u202D", "\u202E", "\u2066", "\u2067", "\u2068", "\u2069", "\u2028",
                "\u2029"
            })
    void gen20_whatReordersOrBreaksTheTextAroundIsFound(String control) {
        assertThat(ShownText.reorders("a" + control + "b")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "a b", "\u05E2\u05D1", "\u200E", "\u200F", "\u061C", "\u200C", "\u200D", FACE, "\u00A0"})
    void whatScriptsNeedReordersNothing(String text) {
        assertThat(ShownText.reorders(text)).isFalse();
    }

    @Test
    void lettersOfAllScriptsAreShown() {
        String text = "Ünïcødé Ж 中 ע " + FACE;
        assertThat(ShownText.of(text)).isEqualTo(text);
        assertThat(ShownText.fitting(text, 100)).isEqualTo(text);
    }

    @Test
    void aTextIsCutAtItsLimitAndNotThroughACharacter() {
        assertThat(ShownText.of("x".repeat(65))).hasSize(64);
        assertThat(ShownText.of(FACE.repeat(4), 3)).isEqualTo(FACE.repeat(3));
        assertThat(ShownText.fitting("x" + FACE.repeat(4), 5)).isEqualTo("x" + FACE.repeat(2));
        assertThat(ShownText.fitting("x" + FACE.repeat(4), 4)).isEqualTo("x" + FACE);
        assertThat(ShownText.fitting(FACE, 1)).isEmpty();
        assertThat(ShownText.fitting("x", 0)).isEmpty();
    }
}
