package dev.countersign.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The values of this package accept what the standards allow, and nothing else. */
class WordsTest {

    @ParameterizedTest
    @ValueSource(strings = {"a", "billing service", "urn:x:%20+&=:\"\\", "~", "https://client.example/metadata"})
    void gen7_aClientIdIsPrintableAscii(String text) {
        assertThat(new ClientId(text)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", " a", "a ", "a\n", "\u0000", "a\u007f", "ä", "\ud83d\ude00", "a\u0085b"})
    void gen7_gen21_anythingElseIsNoClientId(String text) {
        assertThatThrownBy(() -> new ClientId(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void gen21_aClientIdHasABoundAndIsComparedExactly() {
        assertThat(new ClientId("x".repeat(255)).value()).hasSize(255);
        assertThatThrownBy(() -> new ClientId("x".repeat(256))).isInstanceOf(IllegalArgumentException.class);
        assertThat(new ClientId("Billing")).isNotEqualTo(new ClientId("billing"));
        assertThat(new ClientId("a")).isLessThan(new ClientId("b"));
    }

    @Test
    void aMethodIsARegisteredNameOrAUri() {
        assertThat(new AuthMethod("https://plugin.example/knock")).hasToString("https://plugin.example/knock");
        for (String wrong : new String[] {"", "two words", "x".repeat(256), "a\n", "ä"}) {
            assertThatThrownBy(() -> new AuthMethod(wrong)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void scopesKeepTheirOrderWithoutDuplicates() {
        Scopes scopes = Scopes.parse("write read write");

        assertThat(scopes).hasToString("write read");
        assertThat(scopes.contains("read")).isTrue();
        assertThat(scopes.contains("rea")).isFalse();
        assertThat(Scopes.parse("")).isEqualTo(Scopes.NONE).hasToString("");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {" ", " read", "read ", "read  write", "re\"ad", "re\\ad", "r\u00e9ad", "read\twrite", "a\n"})
    void whatIsNoScopeIsRefused(String text) {
        assertThatThrownBy(() -> Scopes.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void scopesHaveABound() {
        assertThatThrownBy(() -> Scopes.parse("x".repeat(Scopes.MAX_CHARS)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(Scopes.parse("x".repeat(Scopes.MAX_CHARS - 1)).tokens()).hasSize(1);
    }

    @Test
    void accessTypesHaveTheirWireNames() {
        for (AccessType type : AccessType.values()) {
            assertThat(AccessType.ofWireName(type.wireName())).contains(type);
        }
        assertThat(AccessType.BEARER_ONLY.wireName()).isEqualTo("bearer_only");
        assertThat(AccessType.ofWireName("CONFIDENTIAL")).isEmpty();
    }

    @Test
    void aSecretIsMadeToEndButNeverToLiveLonger() {
        Instant end = Instant.parse("2026-01-01T00:00:00Z");

        assertThat(secret(Optional.empty()).endingBy(end).expiresAt()).contains(end);
        assertThat(secret(Optional.of(end.plusSeconds(1))).endingBy(end).expiresAt())
                .contains(end);
        assertThat(secret(Optional.of(end.minusSeconds(1))).endingBy(end).expiresAt())
                .contains(end.minusSeconds(1));
    }

    @Test
    void theEndThatACredentialHasAlreadyIsNoChange() {
        Instant end = Instant.parse("2026-01-01T00:00:00Z");
        Replacement how = new Replacement("newer", Duration.ofDays(7));
        ClientSecret secret = secret(Optional.empty()).endingUnused(how, end);
        ClientCertificate key = new ClientCertificate(
                        "id",
                        "kid",
                        "",
                        ClientCertificate.Kind.CERTIFICATE,
                        "MII",
                        Instant.EPOCH,
                        Optional.of(end.plusSeconds(1)),
                        Optional.empty())
                .endingUnused(how, end);

        assertThat(secret.endingBy(end)).isEqualTo(secret);
        assertThat(key.endingBy(end)).isEqualTo(key);
        assertThat(secret.endingBy(end.minusNanos(1)).replacement()).isEmpty();
        assertThat(key.endingBy(end.minusNanos(1)).replacement()).isEmpty();
    }

    @Test
    void sec6_aHashIsNotPrinted() {
        assertThat(secret(Optional.empty()).toString()).doesNotContain("the hash");
    }

    private static ClientSecret secret(Optional<Instant> expiresAt) {
        return new ClientSecret("id", "", new SecretHash("the hash"), Instant.EPOCH, expiresAt, Optional.empty());
    }
}
