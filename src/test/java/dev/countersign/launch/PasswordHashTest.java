package dev.countersign.launch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordHashTest {
    private static final String PASSWORD = "thirty-two characters, or a few more";

    @Test
    void onlyThePasswordMatchesBeforeAndAfterItWasKept() {
        PasswordHash hash = PasswordHash.of(PASSWORD);
        PasswordHash kept = PasswordHash.parse(hash.encoded()).orElseThrow();

        assertThat(hash.encoded()).doesNotContain(PASSWORD);
        assertThat(kept.matches(PASSWORD)).isTrue();
        assertThat(kept.matches(PASSWORD + " ")).isFalse();
        assertThat(kept.matches("")).isFalse();
    }

    @Test
    void onePasswordHasManyHashes() {
        assertThat(PasswordHash.of(PASSWORD).encoded())
                .isNotEqualTo(PasswordHash.of(PASSWORD).encoded());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "pbkdf2-sha256 210000 AAAA",
                "pbkdf2-sha256 210000 AAAA AAAA",
                "pbkdf2-sha256 0 AAAA AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
                "pbkdf2-sha256 99999999 AAAA AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
                "pbkdf2-sha1 210000 AAAA AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
                "pbkdf2-sha256 210000 AAAA AAAAAAAAAAA!AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
            })
    void whatItDidNotWriteIsNoHash(String text) {
        assertThat(PasswordHash.parse(text)).isEmpty();
    }
}
