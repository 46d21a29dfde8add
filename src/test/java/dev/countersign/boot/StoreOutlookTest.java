package dev.countersign.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.client.UnavailableException;
import dev.countersign.token.SigningKey;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class StoreOutlookTest {

    private final AtomicLong nanos = new AtomicLong();
    private final AtomicBoolean away = new AtomicBoolean();
    private final CountDownLatch asked = new CountDownLatch(1);

    private List<SigningKey> keys() {
        asked.countDown();
        if (away.get()) {
            throw new UnavailableException("away");
        }
        return List.of();
    }

    @Test
    void ops_whatTheStoreSaidCountsForThirtySecondsAndNotBeyondAFailure() throws Exception {
        try (StoreOutlook outlook = new StoreOutlook(this::keys, nanos::get)) {
            // The look in the background has read the clock.
            assertThat(asked.await(1, TimeUnit.MINUTES)).isTrue();
            outlook.look();
            nanos.addAndGet(StoreOutlook.MAX_AGE.toNanos() - 1);
            assertThat(outlook.signingKeys()).contains(List.of());
            nanos.addAndGet(1);
            assertThat(outlook.signingKeys()).isEmpty();
            outlook.look();
            assertThat(outlook.signingKeys()).isPresent();
            away.set(true);
            assertThatThrownBy(outlook::look).isInstanceOf(UnavailableException.class);
            assertThat(outlook.signingKeys()).isEmpty();
        }
    }
}
