package dev.countersign.fetch;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.hc.client5.http.utils.DateUtils;

/**
 * The fields of a response that determine how long it is fresh (RFC 9111, section 4.2). Immutable.
 *
 * @param age its age when it was received
 */
record Freshness(List<String> cacheControl, List<String> expires, List<String> date, List<String> age) {

    /**
     * Its remaining life; never negative. Empty: its origin states none.
     *
     * @param now used where the response has no date
     */
    Optional<Duration> lifetime(Instant now) {
        CacheControl directives = CacheControl.parse(cacheControl);
        if (directives.noStore()) {
            return Optional.of(Duration.ZERO);
        }
        Optional<Duration> wished = directives.maxAge().or(() -> untilExpiry(now));
        Duration spent = Duration.ofSeconds(age.isEmpty() ? 0 : CacheControl.seconds(age.get(0)));
        return wished.map(life -> life.compareTo(spent) > 0 ? life.minus(spent) : Duration.ZERO);
    }

    private Optional<Duration> untilExpiry(Instant now) {
        if (expires.isEmpty()) {
            return Optional.empty();
        }
        Instant from = date.isEmpty() ? now : instant(date.get(0)).orElse(now);
        // A malformed date, especially "0", means expired (RFC 9111, section 5.3).
        Instant until = instant(expires.get(0)).orElse(from);
        return Optional.of(until.isAfter(from) ? Duration.between(from, until) : Duration.ZERO);
    }

    private static Optional<Instant> instant(String text) {
        return Optional.ofNullable(DateUtils.parseStandardDate(text));
    }
}
