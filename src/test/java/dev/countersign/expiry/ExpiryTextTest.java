package dev.countersign.expiry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.client.Change;
import dev.countersign.client.ClientId;
import dev.countersign.client.EndingCredential;
import dev.countersign.client.EndingCredential.Kind;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpiryTextTest {

    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

    @Test
    void theEventNamesTheCredentialAndTheTime() {
        assertThat(ExpiryText.change(ending(Kind.SECRET, "autumn", Duration.ofDays(7)), NOW))
                .isEqualTo(new Change(
                        "system", "secret.expiring", "secret s1 \"autumn\" ends at 2026-03-08T10:00:00Z, in 7 days"));
        assertThat(ExpiryText.change(ending(Kind.CERTIFICATE, "", Duration.ofDays(30)), NOW))
                .isEqualTo(new Change(
                        "system", "certificate.expiring", "certificate s1 ends at 2026-03-31T10:00:00Z, in 30 days"));
    }

    @ParameterizedTest
    @CsvSource({
        "P7D, in 7 days",
        "P6DT13H, in 7 days",
        "P4DT11H59M, in 4 days",
        "PT24H, in 1 day",
        "PT12H, in 1 day",
        "PT11H59M, in less than a day",
        "PT0.000001S, in less than a day",
        "PT0S, ended at",
        "-P3D, ended at"
    })
    void theTimeLeftIsTold(Duration left, String words) {
        assertThat(ExpiryText.text(ending(Kind.SECRET, "", left), NOW)).contains(words);
    }

    private static EndingCredential ending(Kind kind, String label, Duration left) {
        return new EndingCredential(kind, new ClientId("billing"), "s1", label, NOW, NOW.plus(left));
    }
}
