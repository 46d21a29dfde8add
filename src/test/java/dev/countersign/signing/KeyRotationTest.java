package dev.countersign.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.countersign.keys.JwsAlgorithm;
import dev.countersign.token.SigningKey;
import dev.countersign.token.SigningKey.State;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class KeyRotationTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration LIFE = Duration.ofDays(90);
    private static final Duration LEAD = Duration.ofHours(1);

    private final KeyRotation rotation = new KeyRotation(JwsAlgorithm.RS256, LIFE, LEAD);
    private int made;

    @Test
    void tok4_theFirstKeySignsAtOnce() {
        List<SigningKey> keys = next(List.of(), START);

        assertThat(keys).extracting(SigningKey::state).containsExactly(State.ACTIVE);
        assertThat(next(keys, START.plusSeconds(60))).isEqualTo(keys);
    }

    @Test
    void tok4_aKeyIsPublishedForTheLeadBeforeItSigns() {
        List<SigningKey> first = next(List.of(), START);
        assertThat(next(first, START.plus(LIFE).minus(LEAD).minusSeconds(1))).isEqualTo(first);

        Instant due = START.plus(LIFE).minus(LEAD);
        List<SigningKey> both = next(first, due);
        assertThat(both).extracting(SigningKey::state).containsExactly(State.ACTIVE, State.PUBLISHED);
        assertThat(next(both, due.plus(LEAD).minusSeconds(1))).isEqualTo(both);
        assertThat(next(both, due.plus(LEAD)))
                .extracting(SigningKey::state)
                .containsExactly(State.RETIRED, State.ACTIVE);
    }

    /** No node ran when the new key was due: it is published first all the same. */
    @Test
    void tok4_aRotationThatIsLateWaitsForTheLeadToo() {
        List<SigningKey> first = next(List.of(), START);
        Instant late = START.plus(LIFE).plus(Duration.ofDays(9));

        List<SigningKey> both = next(first, late);
        assertThat(both).extracting(SigningKey::state).containsExactly(State.ACTIVE, State.PUBLISHED);
        assertThat(next(both, late.plus(LEAD)))
                .extracting(SigningKey::state)
                .containsExactly(State.RETIRED, State.ACTIVE);
    }

    @Test
    void tok4_aRetiredKeyIsPublishedUntilItsLastTokenHasEnded() {
        Instant due = START.plus(LIFE).minus(LEAD);
        List<SigningKey> both = next(next(List.of(), START), due);
        Instant retired = due.plus(LEAD);
        List<SigningKey> after = next(both, retired);

        assertThat(after.get(0).sealedPrivateKey()).isEmpty();
        assertThat(after.get(0).lastTokenExpiresAt()).contains(retired.plus(Duration.ofMinutes(61)));
        assertThat(next(after, retired.plus(Duration.ofMinutes(61)).minusSeconds(1)))
                .hasSize(2);
        assertThat(next(after, retired.plus(Duration.ofMinutes(61)))).hasSize(1);
    }

    @Test
    void tok4_withoutAnActiveKeyTheNextPublishedOneSignsAtOnce() {
        SigningKey published = key("waiting", "RS256", START);

        assertThat(next(List.of(published), START.plusSeconds(1)))
                .extracting(SigningKey::kid, SigningKey::state)
                .containsExactly(tuple("waiting", State.ACTIVE));
    }

    @Test
    void tok4_anotherAlgorithmIsPublishedForTheLeadToo() {
        List<SigningKey> first = next(List.of(), START);
        KeyRotation changed = new KeyRotation(JwsAlgorithm.ES256, LIFE, LEAD);
        Instant now = START.plusSeconds(60);

        List<SigningKey> both = changed.next(first, now, () -> key("new", "ES256", now));
        assertThat(both).extracting(SigningKey::state).containsExactly(State.ACTIVE, State.PUBLISHED);
        assertThat(changed.next(both, now.plus(LEAD), () -> key("third", "ES256", now)))
                .extracting(SigningKey::kid, SigningKey::state)
                .containsExactly(tuple("k1", State.RETIRED), tuple("new", State.ACTIVE));
    }

    private List<SigningKey> next(List<SigningKey> keys, Instant now) {
        return rotation.next(keys, now, () -> key("k" + ++made, "RS256", now));
    }

    private static SigningKey key(String kid, String algorithm, Instant at) {
        return new SigningKey(
                kid, algorithm, "public", "sealed", at, Optional.empty(), Optional.empty(), Optional.empty());
    }
}
