package dev.countersign.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.client.ClientSecret;
import dev.countersign.client.SecretHash;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EndedCredentialsTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    private final ClientSecret live = secret("live", Optional.empty());
    private final ClientSecret later = secret("later", Optional.of(NOW.plusNanos(1)));
    private final ClientSecret justEnded = secret("just", Optional.of(NOW));
    private final ClientSecret longEnded = secret("long", Optional.of(NOW.minusSeconds(9)));
    private final List<ClientSecret> all = List.of(live, justEnded, longEnded, later);

    @Test
    void thoseThatEndedFirstAreRemovedAndNoMoreThanNecessary() {
        assertThat(EndedCredentials.forRoom(all, 1, 5, NOW)).isEmpty();
        assertThat(EndedCredentials.forRoom(all, 1, 4, NOW)).containsExactly(longEnded);
        assertThat(EndedCredentials.forRoom(all, 2, 4, NOW)).containsExactly(longEnded, justEnded);
        assertThat(EndedCredentials.forRoom(all, 4, 4, NOW)).containsExactly(longEnded, justEnded);
        assertThat(EndedCredentials.forRoom(List.<ClientSecret>of(), 4, 4, NOW)).isEmpty();
    }

    @Test
    void theAuditTrailNamesThem() {
        assertThat(EndedCredentials.detail(List.of())).isEmpty();
        assertThat(EndedCredentials.detail(List.of(longEnded, justEnded)))
                .isEqualTo("; removed for room, as ended: long, just");
    }

    @Test
    void adm4_othersThanThoseThatWereToldAreNotRemoved() {
        assertThatCode(() -> EndedCredentials.requireSame(List.of(longEnded), List.of(longEnded)))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> EndedCredentials.requireSame(List.of(longEnded), List.of(justEnded)))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.problem().kind()).isEqualTo(ProblemKind.STALE));
        assertThatThrownBy(() -> EndedCredentials.requireSame(List.of(), List.of(justEnded)))
                .isInstanceOf(ProblemException.class);
    }

    private static ClientSecret secret(String id, Optional<Instant> end) {
        return new ClientSecret(id, "", new SecretHash("x"), NOW.minusSeconds(60), end, Optional.empty());
    }
}
