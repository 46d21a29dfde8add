package dev.countersign.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.client.Client;
import dev.countersign.client.ClientId;
import dev.countersign.client.ClientProfile;
import dev.countersign.client.UnavailableException;
import dev.countersign.manage.KeyFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Why a client's keys could not be had: for administrators, until they can. */
class KeyFailuresTest {

    private static final Duration TTL = Duration.ofMinutes(10);
    private static final Client BILLING = client("billing");

    private Instant now = Instant.parse("2026-03-01T12:00:00Z");
    private final PlainSource source = new PlainSource(() -> now);
    private final CachedClientKeys keys = new CachedClientKeys(List.of(source), TTL, 10, () -> now);

    @AfterEach
    void close() {
        keys.close();
    }

    private static Client client(String id) {
        return new Client(new ClientId(id), ClientProfile.confidential(), List.of(), 1, Instant.EPOCH, Instant.EPOCH);
    }

    private void fail(Client client) {
        assertThatThrownBy(() -> keys.find(client, Optional.empty())).isInstanceOf(UnavailableException.class);
    }

    @Test
    void key5_theLatestFailureIsToldUntilTheKeysAreHad() {
        source.fail(true);
        fail(BILLING);
        now = now.plusSeconds(7);
        fail(BILLING);
        fail(client("shipping"));

        assertThat(keys.failure(BILLING.id())).contains(new KeyFailure(BILLING.id(), now, "down", false));
        assertThat(keys.failures())
                .extracting(KeyFailure::client)
                .containsExactly(new ClientId("shipping"), BILLING.id());
        source.fail(false);
        source.serve("a");
        keys.find(BILLING, Optional.empty());
        assertThat(keys.failure(BILLING.id())).isEmpty();
        assertThat(keys.failures()).hasSize(1);
    }

    @Test
    void key5_olderKeysThatAreUsedOnAreTold() {
        source.serve("a");
        source.failSoftly("it answered with status 500");
        keys.find(BILLING, Optional.empty());

        assertThat(keys.failures())
                .containsExactly(new KeyFailure(BILLING.id(), now, "it answered with status 500", true));
    }

    @Test
    void aChangeOfTheClientEndsWhatIsSaidOfItsSourceBefore() {
        source.fail(true);
        fail(BILLING);
        keys.forget(BILLING.id());

        assertThat(keys.failure(BILLING.id())).isEmpty();
        assertThat(keys.failures()).isEmpty();
    }

    @Test
    void gen20_noMoreIsKeptThanTheLimit() {
        source.fail(true);
        for (int i = 0; i <= KeyFailures.MAX_CLIENTS; i++) {
            fail(client("c" + i));
        }

        assertThat(keys.failures()).hasSize(KeyFailures.MAX_CLIENTS);
        assertThat(keys.failure(new ClientId("c0"))).isEmpty();
        assertThat(keys.failure(new ClientId("c1"))).isPresent();
    }
}
