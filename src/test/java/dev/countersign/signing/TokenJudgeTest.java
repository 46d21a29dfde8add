package dev.countersign.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.auth.AccessToken;
import dev.countersign.auth.Admission;
import dev.countersign.auth.Outcome;
import dev.countersign.client.AccessType;
import dev.countersign.client.ClientProfile;
import dev.countersign.client.UnavailableException;
import dev.countersign.keys.JwsAlgorithm;
import dev.countersign.token.SigningKey;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes of a token that was good when it was issued. */
class TokenJudgeTest {

    private static final Admission HERE = Admission.ANY.admittingTokensFor(TokenScene.ISSUER);

    private final TokenScene scene = new TokenScene(JwsAlgorithm.ES256);

    @ParameterizedTest
    @EnumSource(names = {"RS256", "PS256", "ES256", "EDDSA"})
    void tok2_aTokenOfEveryAlgorithmIsGood(JwsAlgorithm algorithm) {
        TokenScene other = new TokenScene(algorithm);
        String token = other.issued();

        assertThat(outcome(other, token)).isEqualTo("granted");
        assertThat(outcome(other, token)).as("remembered").isEqualTo("granted");
        assertThat(outcome(other, token.substring(0, token.length() - 8) + "AAAAAAAA"))
                .isIn("BAD_SIGNATURE", "MALFORMED_TOKEN");
    }

    @Test
    void bea1_aTokenEndsWithItsLife() {
        String token = scene.issued();
        scene.clock.advance(Duration.ofMinutes(5).minusMillis(1));
        assertThat(outcome(token)).isEqualTo("granted");
        scene.clock.advance(Duration.ofMillis(1));
        assertThat(outcome(token)).as("also a remembered one").isEqualTo("EXPIRED_TOKEN");
    }

    @Test
    void aBoundTokenNamesItsCertificate() {
        Optional<AccessToken> token = scene.judge.find(scene.issuedTo("bwcK0esc3ACC3DB2Y5_lESsXE8o9ltc05O89jdN-dg2"));

        assertThat(token.orElseThrow().certificate()).contains("bwcK0esc3ACC3DB2Y5_lESsXE8o9ltc05O89jdN-dg2");
        assertThat(scene.judge.find(scene.issued()).orElseThrow().certificate()).isEmpty();
    }

    @Test
    void bea3_aTokenIsGoodForItsAudienceOnly() {
        String token = scene.issued("https://a.example", "https://b.example");

        assertThat(outcome(scene, token, Admission.ANY.admittingTokensFor("https://b.example")))
                .isEqualTo("granted");
        assertThat(outcome(token)).isEqualTo("WRONG_AUDIENCE");
        assertThat(outcome(scene, token, Admission.ANY.admittingTokensFor("https://a.example/")))
                .isEqualTo("WRONG_AUDIENCE");
        assertThat(outcome(scene, token, Admission.ANY)).isEqualTo("METHOD_NOT_ALLOWED");
        assertThat(scene.judge.find(token))
                .as("introspection asks for no audience")
                .isPresent();
    }

    @Test
    void tok5_theClientCountsAsItIsNow() {
        String token = scene.issued();
        ClientProfile profile = scene.billing().profile();
        Instant created = scene.billing().createdAt();

        scene.put(TokenScene.client(profile.switchedOff(), created));
        assertThat(outcome(token)).isEqualTo("DISABLED_CLIENT");
        scene.put(TokenScene.client(publicClient(), created));
        assertThat(outcome(token)).isEqualTo("NOT_CONFIDENTIAL");
        scene.remove();
        assertThat(outcome(token)).isEqualTo("UNKNOWN_CLIENT");
        assertThat(scene.judge.find(token)).isEmpty();
        scene.put(TokenScene.client(profile, created));
        assertThat(outcome(token)).isEqualTo("granted");
    }

    @Test
    void tok5_aClientThatWasMadeAnewHasNoneOfTheOldTokens() {
        scene.clock.advance(Duration.ofMillis(300));
        String token = scene.issued();
        scene.clock.advance(Duration.ofMillis(200));

        scene.put(TokenScene.client(ClientProfile.confidential(), scene.clock.instant()));
        assertThat(outcome(token)).as("within one second").isEqualTo("OUTDATED_TOKEN");
        assertThat(outcome(scene.issued()))
                .as("its own, within the same second")
                .isEqualTo("granted");
    }

    @Test
    void tok5_aLaterNotBeforeEndsAllTokens() {
        scene.clock.advance(Duration.ofMillis(300));
        String token = scene.issued();
        ClientProfile profile = scene.billing().profile();
        scene.put(TokenScene.client(
                profile.with(profile.tokens().endedBefore(scene.clock.instant())),
                scene.billing().createdAt()));

        assertThat(outcome(token)).isEqualTo("OUTDATED_TOKEN");
        assertThat(outcome(scene.issued())).isEqualTo("granted");
    }

    @Test
    void rev1_aRevokedTokenIsDeadHereAtOnceAndElsewhereWhenItIsFollowed() {
        TokenScene other = new TokenScene(JwsAlgorithm.ES256, scene.store, scene.clock);
        String token = scene.issued();
        AccessToken claims = scene.judge.find(token).orElseThrow();
        assertThat(outcome(other, token)).isEqualTo("granted");

        scene.judge.revoke(claims);
        assertThat(outcome(token)).isEqualTo("REVOKED_TOKEN");
        assertThat(scene.judge.find(token)).isEmpty();
        other.follow();
        assertThat(outcome(other, token)).isEqualTo("REVOKED_TOKEN");
    }

    /** A node that does not hear of revocations asks, and without an answer it decides nothing. */
    @Test
    void rev1_aNodeThatFollowsNoChangesAsksTheStore() {
        TokenScene other = new TokenScene(JwsAlgorithm.ES256, scene.store, scene.clock);
        String token = scene.issued();
        scene.judge.revoke(scene.judge.find(token).orElseThrow());
        other.lose(Duration.ofSeconds(3));

        assertThat(outcome(other, token)).isEqualTo("REVOKED_TOKEN");
        scene.store.goAway(true);
        assertThat(outcome(other, token)).isEqualTo("unavailable");
        assertThatThrownBy(() -> other.judge.find(token)).isInstanceOf(UnavailableException.class);
    }

    @Test
    void rev1_aRestoredStoreIsReadAgain() {
        String token = scene.issued();
        scene.judge.revoke(scene.judge.find(token).orElseThrow());
        scene.follow();
        scene.store.restore();
        scene.revocations.reload();

        assertThat(outcome(token)).isEqualTo("granted");
    }

    @Test
    void tok4_theTokenOfAWithdrawnKeyIsDead() {
        String token = scene.issued();
        assertThat(outcome(token)).isEqualTo("granted");
        SigningKeyOffice office = office();
        office.withdraw(office.all().get(0).kid(), "person:admin");

        assertThat(outcome(token)).as("although it is remembered").isEqualTo("NO_SUCH_KEY");
        assertThat(outcome(scene.issued())).as("another key signs at once").isEqualTo("granted");
        office.close();
    }

    @Test
    void tok4_aTokenOfARetiredKeyLivesOn() {
        String token = scene.issued();
        SigningKeyOffice office = office();
        SigningKey next = office.create("person:admin");
        office.activate(next.kid(), true, "person:admin");

        assertThat(outcome(token)).isEqualTo("granted");
        assertThat(office.all())
                .extracting(SigningKey::state)
                .containsExactly(SigningKey.State.RETIRED, SigningKey.State.ACTIVE);
        office.close();
    }

    @Test
    void withoutItsClientNothingIsTold() {
        String token = scene.issued();
        scene.clientsAway();

        assertThat(outcome(token)).isEqualTo("unavailable");
    }

    @Test
    void aBurstOfUnknownKeysIsOneQuestion() {
        int before = scene.store.questions();
        String header = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(
                        "{\"typ\":\"at+jwt\",\"alg\":\"ES256\",\"kid\":\"unknown\"}".getBytes(StandardCharsets.UTF_8));
        for (int i = 0; i < 50; i++) {
            assertThat(outcome(header + ".e30.AAA" + "A".repeat(i - i % 4))).isEqualTo("NO_SUCH_KEY");
        }
        assertThat(scene.store.questions() - before).isEqualTo(1);
    }

    private SigningKeyOffice office() {
        return new SigningKeyOffice(
                scene.store, (now, rest) -> false, scene.ring, scene.codec, scene.rotation, scene.clock);
    }

    private static ClientProfile publicClient() {
        ClientProfile secret = ClientProfile.confidential();
        return new ClientProfile(
                "", "", AccessType.PUBLIC, true, secret.method(), secret.scopes(), secret.audience(), false, Map.of());
    }

    private String outcome(String token) {
        return outcome(scene, token);
    }

    private static String outcome(TokenScene scene, String token) {
        return outcome(scene, token, HERE);
    }

    static String outcome(TokenScene scene, String token, Admission admission) {
        Outcome outcome = scene.judge.judge(token, admission).outcome();
        if (outcome instanceof Outcome.Refused refused) {
            return refused.refusal().name();
        }
        return outcome instanceof Outcome.Granted ? "granted" : "unavailable";
    }
}
