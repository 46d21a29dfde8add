package dev.countersign.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.client.UnavailableException;
import dev.countersign.http.TestClock;
import dev.countersign.task.ChangeLag;
import dev.countersign.token.RevokedTokens;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RevocationsTest {

    private static final int MORE_THAN_FIT = 200;

    private final MemoryTokenStore store = new MemoryTokenStore();
    private final TestClock clock = new TestClock();
    private final ChangeLag lag = new ChangeLag(() -> 0);
    private final Revocations revocations = new Revocations(store, 2000, lag, clock);

    @Test
    void rev1_whatDoesNotFitIntoMemoryIsAskedOfTheStore() {
        Instant end = clock.instant().plusSeconds(300);
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < MORE_THAN_FIT; i++) {
            ids.add(TokenId.random().toString());
            store.revoke(new RevokedTokens.Revoked(ids.get(i), end));
        }
        follow();

        assertThat(ids).allMatch(revocations::contains);
        assertThat(revocations.contains(TokenId.random().toString())).isFalse();
    }

    /** The memory counts again, once the last token that found no room has ended. */
    @Test
    void theStoreIsSparedWhenThoseHaveEnded() {
        for (int i = 0; i < MORE_THAN_FIT; i++) {
            store.revoke(new RevokedTokens.Revoked(
                    TokenId.random().toString(), clock.instant().plusSeconds(300)));
        }
        follow();
        assertThat(questionsOfALookUp()).isEqualTo(1);

        clock.advance(Duration.ofSeconds(361));
        assertThat(questionsOfALookUp()).isZero();
        String id = TokenId.random().toString();
        revocations.add(id, clock.instant().plusSeconds(300));
        assertThat(revocations.contains(id)).isTrue();
    }

    /** After a restore of the store: what is in memory may be too little, also while the store is away. */
    @Test
    void rev1_whileAllAreReadAnewTheStoreIsAsked() {
        String id = TokenId.random().toString();
        store.revoke(new RevokedTokens.Revoked(id, clock.instant().plusSeconds(300)));
        follow();
        store.goAway(true);
        assertThatThrownBy(revocations::reload).isInstanceOf(UnavailableException.class);

        assertThatThrownBy(() -> revocations.contains(id)).isInstanceOf(UnavailableException.class);
        store.goAway(false);
        assertThat(questionsOfALookUp()).isEqualTo(1);
        assertThat(revocations.contains(id)).isTrue();

        revocations.reload();
        assertThat(questionsOfALookUp()).isZero();
        assertThat(revocations.contains(id)).isTrue();
    }

    private int questionsOfALookUp() {
        int before = store.questions();
        assertThat(revocations.contains(TokenId.random().toString())).isFalse();
        return store.questions() - before;
    }

    private void follow() {
        long asked = lag.now();
        revocations.follow(0);
        lag.caughtUp(asked);
    }
}
