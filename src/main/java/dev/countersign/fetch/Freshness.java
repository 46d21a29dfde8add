package dev.countersign.fetch;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.hc.client5.http.utils.DateUtils;

/**
 * The fields of a response that tell how long it may be believed (RFC 9111, section 4.2). Immutable.
 *
 * @param age how old it was already when we got it
 */
record Freshness(List<String> cacheControl, List<String> expires, List<String> date, List<String> age) {

    /**
     * What is left of its life; never negative. Empty: its origin has no wish.
     *
     * @param now stands in where the response has no date
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
        // What cannot be read, "0" above all, is over (RFC 9111, section 5.3).
        Instant until = instant(expires.get(0)).orElse(from);
        return Optional.of(until.isAfter(from) ? Duration.between(from, until) : Duration.ZERO);
    }

    private static Optional<Instant> instant(String text) {
        return Optional.ofNullable(DateUtils.parseStandardDate(text));
    }
}
