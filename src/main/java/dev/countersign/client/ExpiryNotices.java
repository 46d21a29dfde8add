package dev.countersign.client;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/**
 * Records notices that credentials end within a number of days, each once, even when a node fails while it writes. All
 * methods throw {@link UnavailableException} when the store cannot be asked. Thread-safe, also across nodes.
 */
public interface ExpiryNotices {

    /**
     * Takes the lease for writing notices, where it is free: then the caller writes them, and the lease is taken on all
     * nodes for {@code rest}.
     */
    boolean takeTurn(Instant now, Duration rest);

    /**
     * The end up to which notices of this threshold are recorded.
     *
     * @param days the threshold: how many days before a credential's end its notice is due
     * @return empty: no notice was recorded yet
     */
    Optional<Instant> toldUntil(int days);

    /**
     * Records the next notices, the first to end first; each in one transaction with its progress, so that none is
     * written twice, on any node. A credential that was registered with a life of {@code days} or less gets no notice.
     *
     * @param after only credentials that end after this
     * @param until and no later than this
     * @param most at most this many
     * @param event the event to record
     * @return how many were recorded; fewer than {@code most}: there are no more, or another node is writing them
     */
    int tell(int days, Instant after, Instant until, int most, Function<EndingCredential, Change> event);
}
