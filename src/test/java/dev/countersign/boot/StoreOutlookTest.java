package dev.countersign.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.client.UnavailableException;
import dev.countersign.token.SigningKey;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class StoreOutlookTest {

    private final AtomicLong nanos = new AtomicLong();
    private final AtomicBoolean away = new AtomicBoolean();

    private List<SigningKey> keys() {
        if (away.get()) {
            throw new UnavailableException("away");
        }
        return List.of();
    }

    @Test
    void ops_whatTheStoreSaidCountsForThirtySecondsAndNotBeyondAFailure() {
        try (StoreOutlook outlook = new StoreOutlook(this::keys, nanos::get)) {
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
