package dev.countersign.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.countersign.client.ClientSecret;
import dev.countersign.client.SecretHash;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OlderCredentialsTest {

    private static OlderCredentials read(Map<String, Object> values) {
        return OlderCredentials.read(new JsonMembers(values));
    }

    private static Optional<String> fieldOf(Runnable asked) {
        return catchThrowableOfType(ProblemException.class, asked::run)
                .problem()
                .field();
    }

    @Test
    void onlyThoseThatWereSeenAreEnded() {
        List<ClientSecret> seen = List.of(secret("one"), secret("two"));
        List<ClientSecret> more = List.of(secret("one"), secret("two"), secret("three"));
        OlderCredentials replacing = read(Map.of("replace", true));

        replacing.requireSeen(seen, seen);
        read(Map.of()).requireSeen(seen, more);
        for (List<ClientSecret> current : List.of(more, List.of(secret("one")), List.<ClientSecret>of())) {
            assertThat(catchThrowableOfType(ProblemException.class, () -> replacing.requireSeen(seen, current))
                            .problem()
                            .kind())
                    .isEqualTo(ProblemKind.STALE);
        }
    }

    private static ClientSecret secret(String id) {
        return new ClientSecret(id, "", new SecretHash("hash"), Instant.EPOCH, Optional.empty(), Optional.empty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"file", "own"})
    void aStoreThatDoesNotKeepHowTheyEndSaysSo(String kind) {
        StoreAbilities store = new StoreAbilities(kind, true, true, "");
        OlderCredentials unused = read(Map.of("replace", true, "overlap", "until_unused"));
        OlderCredentials later = read(Map.of("replace", true, "overlap", "P1D"));

        assertThat(fieldOf(() -> unused.requireKept(store))).contains("overlap");
        assertThat(fieldOf(() -> unused.requireKeysKept(store))).contains("overlap");
        assertThat(later.requireKept(store))
                .as("secrets have an end in each store")
                .isEqualTo(later);
        assertThat(fieldOf(() -> later.requireKeysKept(store))).contains("replace");
        OlderCredentials none = read(Map.of());
        assertThat(none.requireKeysKept(store)).isEqualTo(none);
        assertThat(unused.requireKeysKept(StoreAbilities.DATABASE)).isEqualTo(unused);
    }
}
