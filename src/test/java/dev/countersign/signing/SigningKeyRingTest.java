package dev.countersign.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.client.Change;
import dev.countersign.client.UnavailableException;
import dev.countersign.keys.JwsAlgorithm;
import dev.countersign.log.HeardLog;
import dev.countersign.token.SigningKey;
import dev.countersign.token.SigningKeyStore;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The signing keys as one node knows them. */
class SigningKeyRingTest {

    private final TokenScene scene = new TokenScene(JwsAlgorithm.ES256);

    @Test
    void theEntityTagFollowsTheKeys() {
        String before = scene.ring.document().entityTag();
        assertThat(before).matches("\"[^\"]+\"");
        assertThat(json()).contains(scene.ring.signer().kid()).doesNotContain("\"d\"");
        scene.follow();
        assertThat(scene.ring.document().entityTag()).as("nothing has changed").isEqualTo(before);

        SigningKey next = scene.codec.make(JwsAlgorithm.ES256, scene.clock.instant());
        change(keys -> List.of(keys.get(0), next));
        scene.follow();

        assertThat(scene.ring.document().entityTag()).isNotEqualTo(before);
        assertThat(json()).contains(next.kid());
        change(keys -> List.of(keys.get(0)));
        scene.follow();
        assertThat(scene.ring.document().entityTag()).as("the same keys again").isEqualTo(before);
    }

    /** After a restore of the store, the same version stands for other keys. */
    @Test
    void tok4_inAnotherHistoryTheKeysAreReadAlthoughTheirVersionIsTheSame() {
        SigningKey first = scene.store.all().get(0);
        SigningKey other = scene.codec.make(JwsAlgorithm.ES256, scene.clock.instant());
        scene.store.rewrite(List.of(other));
        scene.ring.follow(scene.store.version());
        assertThat(json()).contains(first.kid());

        scene.ring.reload();

        assertThat(json()).contains(other.kid()).doesNotContain(first.kid());
    }

    /** Of another master key, or by hand. */
    @ParameterizedTest
    @ValueSource(strings = {"", "!", "AAAA", "algorithm"})
    void aKeyThatCannotBeReadMakesNoneOfTheOthersUseless(String damaged) {
        SigningKey other = scene.codec.make(JwsAlgorithm.ES256, scene.clock.instant());
        try (HeardLog log = HeardLog.of(SigningKeyRing.class)) {
            change(keys -> List.of(keys.get(0), damaged(other, damaged)));
            scene.follow();

            assertThat(scene.ring.find(other.kid())).isEmpty();
            assertThat(json()).doesNotContain(other.kid());
            assertThat(log.text()).contains("signing-key=" + other.kid() + " state=PUBLISHED cannot be used");
        }
        assertThat(scene.ring.find(scene.ring.signer().kid())).isPresent();
        String token = scene.issued();
        assertThat(scene.judge.find(token)).isPresent();
    }

    @Test
    void sec8_thePrivateKeyOfAnotherIsNone() {
        SigningKey other = scene.codec.make(JwsAlgorithm.ES256, scene.clock.instant());
        try (HeardLog log = HeardLog.of(SigningKeyRing.class)) {
            change(keys -> List.of(sealed(keys.get(0), other.sealedPrivateKey())));
            scene.follow();

            assertThatThrownBy(scene.ring::signer).isInstanceOf(UnavailableException.class);
            assertThat(log.text()).contains("state=ACTIVE cannot be used").doesNotContain(other.sealedPrivateKey());
        }
        assertThatThrownBy(scene::issued).as("503, not a token").isInstanceOf(UnavailableException.class);
        assertThat(json()).as("its tokens are verified all the same").contains("\"kid\"");
    }

    @Test
    void tok4_aNodeThatMeetsAKeyOfAnotherAsksTheStore() {
        TokenScene node = new TokenScene(JwsAlgorithm.ES256, scene.store, scene.clock);
        SigningKey next = scene.codec.make(JwsAlgorithm.ES256, scene.clock.instant());
        change(keys -> KeyRotation.activated(List.of(keys.get(0), next), next, scene.clock.instant()));
        scene.follow();

        assertThat(node.judge.find(scene.issued()))
                .as("which it has not followed")
                .isPresent();
    }

    @Test
    void tok4_aNodeThatFollowsNoChangesAsksEachTime() {
        String kid = scene.ring.signer().kid();
        scene.lose(Duration.ofSeconds(3));
        assertThat(scene.ring.find(kid)).isPresent();
        change(keys -> List.of());
        assertThat(scene.ring.find(kid)).as("withdrawn meanwhile").isEmpty();

        scene.store.goAway(true);
        assertThatThrownBy(() -> scene.ring.find(kid)).isInstanceOf(UnavailableException.class);
        assertThatThrownBy(() -> scene.ring.document()).isInstanceOf(UnavailableException.class);
        assertThatThrownBy(() -> scene.ring.signer()).isInstanceOf(UnavailableException.class);
    }

    /** Requests with made-up tokens would otherwise hold a thread each until the store's timeout. */
    @Test
    void aStoreThatDoesNotAnswerIsLeftAloneForASecond() {
        scene.lose(Duration.ofSeconds(3));
        scene.store.goAway(true);
        int before = scene.store.questions();
        for (int i = 0; i < 20; i++) {
            assertThatThrownBy(() -> scene.ring.document()).isInstanceOf(UnavailableException.class);
        }
        assertThat(scene.store.questions() - before).isEqualTo(1);

        scene.store.goAway(false);
        scene.lose(Duration.ofSeconds(1));
        assertThat(json()).contains("\"kid\"");
    }

    private void change(UnaryOperator<List<SigningKey>> edit) {
        scene.store.change(keys -> new SigningKeyStore.Edited(
                edit.apply(keys), Optional.of(new Change("system", "signing_key.rotate", ""))));
    }

    private static SigningKey damaged(SigningKey key, String publicKey) {
        boolean ofAlgorithm = publicKey.equals("algorithm");
        return new SigningKey(
                key.kid(),
                ofAlgorithm ? "HS256" : key.algorithm(),
                ofAlgorithm ? key.publicKey() : publicKey,
                key.sealedPrivateKey(),
                key.createdAt(),
                key.activeSince(),
                key.retiredAt(),
                key.lastTokenExpiresAt());
    }

    private static SigningKey sealed(SigningKey key, String sealedPrivateKey) {
        return new SigningKey(
                key.kid(),
                key.algorithm(),
                key.publicKey(),
                sealedPrivateKey,
                key.createdAt(),
                key.activeSince(),
                key.retiredAt(),
                key.lastTokenExpiresAt());
    }

    private String json() {
        return scene.ring.document().json();
    }
}
