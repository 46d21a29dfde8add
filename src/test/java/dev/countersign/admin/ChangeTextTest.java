package dev.countersign.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the audit trail says of a change. */
class ChangeTextTest {

    @Test
    void simpleValuesAreToldAsTheyWereAndAre() {
        assertThat(ChangeText.differences(
                        Map.of("enabled", true, "scope", "", "audience", List.of("https://a.example/")),
                        Map.of("enabled", false, "scope", "read", "audience", List.of())))
                .contains(
                        "enabled from true to false",
                        "scope from nothing to \"read\"",
                        "audience from \"https://a.example/\" to nothing")
                .hasSameSizeAs("enabled from true to false; scope from nothing to \"read\"; "
                        + "audience from \"https://a.example/\" to nothing");
        assertThat(ChangeText.differences(Map.of(), Map.of("jwks_uri", "https://a.example/keys")))
                .isEqualTo("jwks_uri from nothing to \"https://a.example/keys\"");
    }

    @Test
    void ofKeysAndSecretsOnlyTheMemberIsTold() {
        assertThat(ChangeText.differences(
                        Map.of("jwks", Map.of("keys", List.of())),
                        Map.of("jwks", Map.of("keys", List.of(Map.of("kid", "a"))))))
                .isEqualTo("jwks");
        assertThat(ChangeText.differences(Map.of("secrets", List.of()), Map.of("secrets", List.of(Map.of("id", "s")))))
                .isEqualTo("secrets");
    }

    @Test
    void aLongOrUnseenTextIsCutAndShown() {
        String text = ChangeText.differences(
                Map.of("description", "x".repeat(2000)), Map.of("description", "a\u202E\uD83D\uDE00"));

        assertThat(text)
                .isEqualTo(
                        "description from \"" + "x".repeat(ChangeText.MAX_VALUE_CHARS) + "…\" to \"a?\uD83D\uDE00\"");
        assertThat(ChangeText.differences(
                        Map.of(), Map.of("a".repeat(1000), "x".repeat(500), "b".repeat(1000), "x".repeat(500))))
                .hasSize(ChangeText.MAX_CHARS + 1);
    }
}
