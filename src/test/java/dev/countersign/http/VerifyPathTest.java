package dev.countersign.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VerifyPathTest {

    @Test
    void withoutAnythingBelow() {
        assertThat(VerifyPath.of(null)).isEqualTo(VerifyPath.of(""));
        assertThat(VerifyPath.of(null).plainOk()).isFalse();
        assertThat(VerifyPath.of(null).resource()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "none",
            value = {
                "/, false, none",
                "/x, false, none",
                "/200, true, none",
                "/200/, false, none",
                "/2000, false, none",
                "/200/x, false, none",
                "/for, false, none",
                "/for/, false, ''",
                "/for/a, false, a",
                "/200/for/a, true, a",
                "/200/for/, true, ''",
                "/for/200, false, 200",
                "/for/a/, false, a/",
                "/for/a/b, false, a/b",
                "/for/a/for/b, false, a/for/b",
                "/200/for/a/../b, true, a/../b",
                "/For/a, false, none",
                "/x/for/a, false, none",
                "/200/200/for/a, false, none",
            })
    void bea3_theWholeRestIsTheName(String path, boolean plainOk, String name) {
        assertThat(VerifyPath.of(path).plainOk()).isEqualTo(plainOk);
        assertThat(VerifyPath.of(path).resource().orElse(null)).isEqualTo(name);
    }
}
