package dev.countersign.client;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/**
 * Writes down that credentials end in so many days, each once, whatever becomes of those who write. All methods throw {@link UnavailableException} when the store
 * cannot be asked. Thread-safe, on many nodes at once too.
 */
public interface ExpiryNotices {

    /** Whether nobody has looked after it for a while, and the caller is the one who does; then it is nobody's turn for {@code rest}. */
    boolean takeTurn(Instant now, Duration rest);

    /**
     * Up to which end it was written down.
     *
     * @param days how many before its end that is done
     * @return empty: nothing ever was
     */
    Optional<Instant> toldUntil(int days);

    /**
     * Writes down the next ones, the first to end first; each together with the note that it was, so that no other node does and nobody does again. Left out is
     * what was registered with no more than {@code days} to live.
     *
     * @param after only what ends after this
     * @param until and what ends no later than this
     * @param most at most so many
     * @param event what to write
     * @return how many it were; fewer than {@code most}: there are no more, or another node is at it
     */
    int tell(int days, Instant after, Instant until, int most, Function<EndingCredential, Change> event);
}
