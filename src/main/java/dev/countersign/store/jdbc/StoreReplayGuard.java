package dev.countersign.store.jdbc;

import dev.countersign.auth.ReplayGuard;
import dev.countersign.client.ClientId;
import dev.countersign.client.UnavailableException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Remembers used assertions in the store, for all nodes that share it and across restarts (RFC 7523, section 3). There is no limit per client: one that fills a disk has to
 * sign each row of it, and rows end within minutes. Thread-safe.
 */
public final class StoreReplayGuard implements ReplayGuard, AutoCloseable {

    private final UsedAssertions assertions;
    private final UsedAssertionSweep sweep;
    private final InstantSource clock;

    /** @param store whose tables it uses; to be closed after this */
    public StoreReplayGuard(JdbcStore store, InstantSource clock) {
        this.assertions = new UsedAssertions(store.connections());
        this.sweep = new UsedAssertionSweep(store.connections(), assertions, clock);
        this.clock = clock;
    }

    @Override
    public boolean claim(ClientId client, String jti, Optional<Instant> issuedAt, Instant until) {
        Instant now = clock.instant();
        if (!until.isAfter(now)) {
            throw new UnavailableException("the assertion ended too long ago to know whether it was used");
        }
        return assertions.add(client, jti, until, now);
    }

    int sweep() {
        return sweep.sweep();
    }

    /** Stops forgetting what has ended. */
    @Override
    public void close() {
        sweep.close();
    }
}
