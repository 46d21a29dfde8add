package dev.countersign.signing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RevokedIdsTest {

    private static final long NOW = 4_000_000_000L;

    @Test
    void rev1_everyIdIsFoundWhileItsTokenLives() {
        RevokedIds ids = new RevokedIds(1 << 22);
        List<TokenId> added = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            TokenId id = TokenId.random();
            added.add(id);
            assertThat(ids.add(id, NOW + 100, NOW)).isTrue();
        }
        assertThat(added).allMatch(ids::contains);
        assertThat(ids.contains(TokenId.random())).isFalse();
    }

    @Test
    void idsWhoseTokensHaveEndedMakeRoom() {
        RevokedIds ids = new RevokedIds(2000);
        int held = 0;
        while (ids.add(TokenId.random(), NOW + 1, NOW)) {
            held++;
        }
        assertThat(held).isGreaterThan(40);
        assertThat(ids.add(TokenId.random(), NOW + 9, NOW + 1)).isFalse();
        assertThat(ids.add(TokenId.random(), NOW + 9, NOW + 2)).isTrue();
        assertThat(ids.size()).isEqualTo(1);
    }

    /** Half of a row is no id. */
    @Test
    void anIdIsComparedAsAWhole() {
        RevokedIds ids = new RevokedIds(1 << 20);
        ids.add(new TokenId(7, 1), NOW, NOW);

        assertThat(ids.contains(new TokenId(7, 1))).isTrue();
        assertThat(ids.contains(new TokenId(7, 2))).isFalse();
        assertThat(ids.contains(new TokenId(8, 1))).isFalse();
    }

    @Test
    void anIdIsReadAsItIsWritten() {
        TokenId id = TokenId.random();

        assertThat(TokenId.parse(id.toString())).contains(id);
        assertThat(id.toString()).hasSize(22);
        assertThat(TokenId.parse("x")).isEmpty();
        assertThat(TokenId.parse("AAAAAAAAAAAAAAAAAAAAAA")).isEmpty();
    }
}
