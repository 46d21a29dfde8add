package dev.countersign.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.auth.Refusal;
import dev.countersign.client.Scopes;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ChallengeTest {

    private static final Challenge PLAIN = new Challenge("countersign");
    private static final Challenge FULL =
            new Challenge("a \"b\"", Scopes.parse("read write"), Optional.of("https://a.example/metadata"), false);

    @Test
    void bea2_withoutACredentialThereIsNoError() {
        Decision.Denied denied = Denials.unauthorized(Refusal.NO_CREDENTIAL);

        assertThat(PLAIN.of(denied, "Basic")).contains("Basic realm=\"countersign\"");
        assertThat(FULL.of(denied, "Basic"))
                .contains("Bearer realm=\"a \\\"b\\\"\", scope=\"read write\","
                        + " resource_metadata=\"https://a.example/metadata\"");
    }

    @Test
    void bea2_anInvalidTokenIsSaidSo() {
        Decision.Denied denied = Denials.invalidToken(Refusal.EXPIRED_TOKEN);

        assertThat(PLAIN.of(denied, "Bearer")).contains("Bearer realm=\"countersign\", error=\"invalid_token\"");
        assertThat(FULL.of(denied, "Bearer"))
                .contains("Bearer realm=\"a \\\"b\\\"\", error=\"invalid_token\", scope=\"read write\","
                        + " resource_metadata=\"https://a.example/metadata\"");
    }

    @ParameterizedTest
    @EnumSource(Refusal.class)
    void bea2_everyReasonForAnInvalidTokenLooksTheSame(Refusal refusal) {
        assertThat(PLAIN.of(Denials.invalidToken(refusal), "Bearer"))
                .contains("Bearer realm=\"countersign\", error=\"invalid_token\"");
    }

    @Test
    void bea2_aTokenWithTooLittleScopeIsToldWhichIsAsked() {
        Decision.Denied denied = Denials.missing(Refusal.INSUFFICIENT_SCOPE);

        assertThat(FULL.of(denied, "Bearer"))
                .contains("Bearer realm=\"a \\\"b\\\"\", error=\"insufficient_scope\", scope=\"read write\","
                        + " resource_metadata=\"https://a.example/metadata\"");
        assertThat(FULL.of(denied, "Basic")).as("a client without a token").isEmpty();
    }

    @Test
    void gen9_aRefusedCredentialIsChallengedByItsOwnScheme() {
        Decision.Denied denied = Denials.unauthorized(Refusal.WRONG_SECRET);

        assertThat(PLAIN.of(denied, "Basic")).contains("Basic realm=\"countersign\"");
        assertThat(FULL.of(denied, "Basic")).contains("Basic realm=\"a \\\"b\\\"\"");
        assertThat(PLAIN.of(denied, "Example-Time")).contains("Example-Time realm=\"countersign\"");
    }

    @Test
    void bea3_whereNoTokenIsTakenABearerIsAskedForACredential() {
        Decision.Denied denied = Denials.unauthorized(Refusal.METHOD_NOT_ALLOWED);

        assertThat(PLAIN.of(denied, "Bearer")).contains("Basic realm=\"countersign\"");
    }

    @Test
    void gen9_otherDenialsHaveNone() {
        assertThat(FULL.of(Denials.malformed(400, "x"), "Bearer")).isEmpty();
        assertThat(FULL.of(Denials.unavailable(), "Bearer")).isEmpty();
        assertThat(FULL.of(Denials.missing(Refusal.NOT_ADMINISTRATOR), "Bearer"))
                .isEmpty();
    }

    @Test
    void gen20_noLineCanBeForged() {
        assertThatThrownBy(() -> new Challenge("a\r\nb")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Challenge("")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Challenge("a", Scopes.NONE, Optional.of("https://a.example/\n"), false))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
