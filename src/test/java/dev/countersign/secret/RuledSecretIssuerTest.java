package dev.countersign.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.client.AuthMethod;
import dev.countersign.client.ClientId;
import dev.countersign.manage.SecretIssuer;
import dev.countersign.manage.SecretIssuer.UnacceptableSecretException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RuledSecretIssuerTest {

    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00.000900Z");
    private static final Instant WHOLE = Instant.parse("2026-03-01T10:00:00Z");
    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration WEEK = Duration.ofDays(7);
    private static final Optional<Duration> NONE = Optional.empty();
    private static final String CHOSEN = "c".repeat(40);

    private final SecretIssuer issuer = new RandomSecretIssuer(KeyRing.parse("k1 " + KeyRingTest.ONE), () -> NOW);

    private SecretIssuer ruled(Optional<Duration> lifetime, Optional<Duration> longest, boolean choosing) {
        return new RuledSecretIssuer(issuer, lifetime, longest, choosing, () -> NOW);
    }

    private static Optional<Instant> end(SecretIssuer ruled, Optional<Instant> asked) {
        return ruled.issue(
                        new ClientId("billing"),
                        AuthMethod.CLIENT_SECRET_BASIC,
                        Optional.empty(),
                        "",
                        Optional.empty(),
                        asked)
                .registered()
                .expiresAt();
    }

    @Test
    void withoutRulesAllIsAsAsked() {
        assertThat(end(ruled(NONE, NONE, true), Optional.empty())).isEmpty();
        assertThat(end(ruled(NONE, NONE, true), Optional.of(Instant.MAX))).contains(Instant.MAX);
    }

    @Test
    void whatWasMadeWithoutALifetimeGetsThatOfTheSetting() {
        assertThat(end(ruled(Optional.of(DAY), NONE, true), Optional.empty())).contains(WHOLE.plus(DAY));
        assertThat(end(ruled(Optional.of(DAY), Optional.of(WEEK), true), Optional.empty()))
                .contains(WHOLE.plus(DAY));
        assertThat(end(ruled(NONE, Optional.of(WEEK), true), Optional.empty())).contains(WHOLE.plus(WEEK));
        assertThat(end(ruled(Optional.of(DAY), NONE, true), Optional.of(WHOLE.plus(WEEK))))
                .contains(WHOLE.plus(WEEK));
    }

    @Test
    void theLongestIsTheLongestToTheSecond() {
        SecretIssuer ruled = ruled(NONE, Optional.of(WEEK), true);

        assertThat(end(ruled, Optional.of(WHOLE.plus(WEEK)))).contains(WHOLE.plus(WEEK));
        assertThatThrownBy(() -> end(ruled, Optional.of(WHOLE.plus(WEEK).plusSeconds(1))))
                .isInstanceOfSatisfying(
                        UnacceptableSecretException.class,
                        e -> assertThat(e.field()).isEqualTo("lifetime"))
                .hasMessageContaining("PT168H");
    }

    @Test
    void aSecretIsChosenOnlyWhereThatIsAllowed() {
        for (boolean choosing : new boolean[] {true, false}) {
            SecretIssuer ruled = ruled(NONE, NONE, choosing);
            if (choosing) {
                assertThat(chosen(ruled)).isEqualTo(CHOSEN);
            } else {
                assertThatThrownBy(() -> chosen(ruled))
                        .isInstanceOfSatisfying(
                                UnacceptableSecretException.class,
                                e -> assertThat(e.field()).isEqualTo("secret"))
                        .hasMessageContaining("chosenSecrets")
                        .hasMessageNotContaining(CHOSEN);
            }
        }
    }

    private static String chosen(SecretIssuer ruled) {
        return new String(
                ruled.issue(
                                new ClientId("billing"),
                                AuthMethod.CLIENT_SECRET_BASIC,
                                Optional.empty(),
                                "",
                                Optional.of(CHOSEN),
                                Optional.empty())
                        .value()
                        .bytes(),
                StandardCharsets.US_ASCII);
    }
}
