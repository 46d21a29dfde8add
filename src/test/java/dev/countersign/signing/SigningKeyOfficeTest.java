package dev.countersign.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.auth.Admission;
import dev.countersign.client.Change;
import dev.countersign.keys.JwsAlgorithm;
import dev.countersign.token.RefusedKeyChangeException;
import dev.countersign.token.RefusedKeyChangeException.Reason;
import dev.countersign.token.SigningKey;
import dev.countersign.token.SigningKey.State;
import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What an administrator may do with the signing keys. */
class SigningKeyOfficeTest {

    private static final String ACTOR = "person:admin";

    private final TokenScene scene = new TokenScene(JwsAlgorithm.ES256);
    private final SigningKeyOffice office = new SigningKeyOffice(
            scene.store, (now, rest) -> false, scene.ring, scene.codec, scene.rotation, scene.clock);
    private final SigningKey first = office.all().get(0);

    @AfterEach
    void close() {
        office.close();
    }

    @Test
    void tok4_aKeyWaitsForItsLead() {
        SigningKey next = office.create(ACTOR);
        assertThat(next.state()).isEqualTo(State.PUBLISHED);
        assertThat(scene.ring.find(next.kid())).as("published at once").isPresent();
        assertThat(scene.ring.signer().kid()).isEqualTo(first.kid());

        assertRefused(Reason.TOO_EARLY, () -> office.activate(next.kid(), false, ACTOR));
        scene.clock.advance(Duration.ofHours(1).minusMillis(1));
        assertRefused(Reason.TOO_EARLY, () -> office.activate(next.kid(), false, ACTOR));
        assertThat(scene.ring.signer().kid()).as("nothing has changed").isEqualTo(first.kid());
        scene.clock.advance(Duration.ofMillis(1));

        assertThat(office.activate(next.kid(), false, ACTOR).state()).isEqualTo(State.ACTIVE);
        assertThat(scene.ring.signer().kid()).isEqualTo(next.kid());
    }

    @Test
    void tok4_byForceItSignsAtOnce() {
        SigningKey next = office.create(ACTOR);

        assertThat(office.activate(next.kid(), true, ACTOR).state()).isEqualTo(State.ACTIVE);

        assertThat(office.all()).extracting(SigningKey::state).containsExactly(State.RETIRED, State.ACTIVE);
        assertThat(office.all().get(0).sealedPrivateKey())
                .as("the private key of a retired one is gone")
                .isEmpty();
    }

    @Test
    void onlyAPublishedKeyIsActivated() {
        assertRefused(Reason.NOT_PUBLISHED, () -> office.activate(first.kid(), true, ACTOR));
        SigningKey next = office.create(ACTOR);
        office.activate(next.kid(), true, ACTOR);
        assertRefused(Reason.NOT_PUBLISHED, () -> office.activate(first.kid(), true, ACTOR));
        assertRefused(Reason.MISSING, () -> office.activate("unknown", true, ACTOR));
        assertRefused(Reason.MISSING, () -> office.withdraw("unknown", ACTOR));
    }

    @Test
    void tok4_thePublishedKeyTakesThePlaceOfAWithdrawnOne() {
        SigningKey next = office.create(ACTOR);

        office.withdraw(first.kid(), ACTOR);

        assertThat(office.all()).extracting(SigningKey::kid).containsExactly(next.kid());
        assertThat(scene.ring.signer().kid()).isEqualTo(next.kid());
        assertThat(scene.ring.find(first.kid())).isEmpty();
        assertRefused(Reason.MISSING, () -> office.withdraw(first.kid(), ACTOR));
    }

    @Test
    void tok4_withoutAPublishedKeyANewOneSigns() {
        office.withdraw(first.kid(), ACTOR);

        assertThat(office.all()).extracting(SigningKey::state).containsExactly(State.ACTIVE);
        assertThat(office.all().get(0).kid()).isNotEqualTo(first.kid());
        assertThat(TokenJudgeTest.outcome(scene, scene.issued(), Admission.ANY.admittingTokensFor(TokenScene.ISSUER)))
                .isEqualTo("granted");
    }

    @Test
    void tok4_anotherThanTheActiveKeyIsWithdrawn() {
        SigningKey next = office.create(ACTOR);
        office.withdraw(next.kid(), ACTOR);

        assertThat(office.all()).containsExactly(first);
        assertThat(scene.ring.signer().kid()).isEqualTo(first.kid());
    }

    @Test
    void everyChangeIsAnEventWithItsActor() {
        SigningKey next = office.create(ACTOR);
        office.activate(next.kid(), true, ACTOR);
        office.withdraw(first.kid(), ACTOR);

        assertThat(scene.store.changes.subList(1, 4))
                .extracting(Change::action)
                .containsExactly("signing_key.create", "signing_key.activate", "signing_key.withdraw");
        assertThat(scene.store.changes.subList(1, 4)).extracting(Change::actor).containsOnly(ACTOR);
        assertThat(scene.store.changes.toString()).doesNotContain(next.sealedPrivateKey());
    }

    private static void assertRefused(Reason reason, ThrowingCallable change) {
        assertThatThrownBy(change)
                .isInstanceOfSatisfying(
                        RefusedKeyChangeException.class,
                        e -> assertThat(e.reason()).isEqualTo(reason));
    }
}
