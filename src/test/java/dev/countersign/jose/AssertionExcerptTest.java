package dev.countersign.jose;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AssertionExcerptTest {

    @ParameterizedTest
    @ValueSource(
            strings = {"\n", "\u001B", "\u0085", "\u202E", "\u2066", "\u200B", "\u2028", "\u2029", "\uD83D", "\uE000"})
    void adm3_whatCannotBeSeenOrTurnsTheTextAroundIsNotShown(String unseen) {
        assertThat(AssertionExcerpt.text("a" + unseen + "b")).isEqualTo("a?b");
    }

    @Test
    void adm3_aLongTextIsNotCutThroughACharacter() {
        assertThat(AssertionExcerpt.text("x".repeat(199) + "\uD83D\uDE00y"))
                .isEqualTo("x".repeat(199) + "\uD83D\uDE00...");
        assertThat(AssertionExcerpt.text("\uD83D\uDE00".repeat(200))).isEqualTo("\uD83D\uDE00".repeat(200));
    }
}
