package dev.countersign.store.jdbc;

import dev.countersign.auth.ReplayGuard;
import dev.countersign.client.ClientId;
import dev.countersign.client.UnavailableException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Remembers used assertions in the store, for all nodes that share it and across restarts (RFC 7523, section 3); those
 * that arrive together are written in one commit. There is no share per client: one that fills a disk has to sign each
 * row of it, rows end within minutes, and a full disk refuses. Thread-safe.
 */
public final class StoreReplayGuard implements ReplayGuard, AutoCloseable {

    private final UsedAssertions assertions;
    private final ClaimBatches batches;
    private final Sweep sweep;
    private final InstantSource clock;

    /** @param store whose tables it uses; to be closed after this */
    public StoreReplayGuard(JdbcStore store, InstantSource clock) {
        this.assertions = new UsedAssertions(store.connections());
        this.batches = new ClaimBatches(batch -> assertions.add(batch, clock.instant()));
        this.sweep = assertions.sweep(clock, Sweep.BETWEEN_SWEEPS);
        this.clock = clock;
    }

    @Override
    public boolean claim(ClientId client, String jti, Optional<Instant> issuedAt, Instant until) {
        requireKept(until);
        return batches.claim(UsedAssertion.of(client, jti, until));
    }

    @Override
    public boolean isUsed(ClientId client, String jti, Optional<Instant> issuedAt, Instant until) {
        requireKept(until);
        return assertions.contain(UsedAssertion.of(client, jti, until).key(), clock.instant());
    }

    private void requireKept(Instant until) {
        if (!until.isAfter(clock.instant())) {
            throw new UnavailableException("the assertion ended too long ago to know whether it was used");
        }
    }

    int sweep() {
        return sweep.sweep();
    }

    /** Stops the sweep of assertions that have expired. */
    @Override
    public void close() {
        sweep.close();
    }
}
