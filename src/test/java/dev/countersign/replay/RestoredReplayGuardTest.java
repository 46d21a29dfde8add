package dev.countersign.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.auth.AssertionRules;
import dev.countersign.auth.AudiencePolicy;
import dev.countersign.auth.ReplayGuard;
import dev.countersign.client.ClientId;
import dev.countersign.client.UnavailableException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RestoredReplayGuardTest {

    private static final ClientId CLIENT = new ClientId("client");
    private static final Duration SKEW = Duration.ofSeconds(10);
    private static final Duration LIFE = Duration.ofMinutes(5);
    private static final Instant RESTORED = Instant.parse("2026-03-01T12:00:00Z");
    private static final AssertionRules RULES = new AssertionRules(
            URI.create("https://as.example"), AudiencePolicy.ISSUER, SKEW, LIFE, Set.of("ES256"), false);

    /** One that knows of no used assertion, as after a restore. */
    private final ReplayGuard guard = new RestoredReplayGuard((client, jti, issuedAt, until) -> true, RESTORED, RULES);

    @Test
    void jwt14_whatMayHaveBeenUsedBeforeTheRestoreIsUndecided() {
        assertUndecided(Optional.of(RESTORED.minusSeconds(1)), RESTORED.plusSeconds(60));
        assertUndecided(Optional.of(RESTORED.plus(SKEW).minusNanos(1)), RESTORED.plusSeconds(60));
        assertUndecided(Optional.empty(), RESTORED.plusSeconds(60));
    }

    @Test
    void whatWasMadeSinceIsForTheOtherGuard() {
        assertThat(guard.claim(CLIENT, "jti", Optional.of(RESTORED.plus(SKEW)), RESTORED.plusSeconds(60)))
                .isTrue();
        Instant late = RESTORED.plus(LIFE).plus(SKEW).plus(ReplayGuard.KEPT_AFTER_EXPIRY);
        assertThat(guard.claim(CLIENT, "jti", Optional.empty(), late)).isTrue();
    }

    private void assertUndecided(Optional<Instant> issuedAt, Instant until) {
        assertThatThrownBy(() -> guard.claim(CLIENT, "jti", issuedAt, until)).isInstanceOf(UnavailableException.class);
        assertThatThrownBy(() -> guard.isUsed(CLIENT, "jti", issuedAt, until)).isInstanceOf(UnavailableException.class);
    }
}
