package dev.countersign.kit;

import java.net.http.HttpHeaders;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Pattern;

/** How long a server asks to be left alone (RFC 9110, section 10.2.3). */
final class RetryAfter {

    /** A longer wish counts as this: it may be a mistake, and one more request does no harm then. */
    static final Duration MAX = Duration.ofHours(1);

    private static final Pattern DIGITS = Pattern.compile("[0-9]+");
    private static final int MAX_DIGITS = 9;

    private RetryAfter() {}

    /** From seconds or an HTTP date; empty: there is none, or none that can be read. Never negative. */
    static Optional<Duration> in(HttpHeaders headers, InstantSource clock) {
        return headers.firstValue("Retry-After")
                .map(String::strip)
                .flatMap(value -> DIGITS.matcher(value).matches()
                        ? Optional.of(seconds(value))
                        : date(value).map(at -> Duration.between(serversTime(headers, clock), at)))
                .map(RetryAfter::bounded);
    }

    private static Duration seconds(String digits) {
        return digits.length() > MAX_DIGITS ? MAX : Duration.ofSeconds(Long.parseLong(digits));
    }

    /** By the server's own clock, where it tells: the date that it names is by that one too. */
    private static Instant serversTime(HttpHeaders headers, InstantSource clock) {
        return headers.firstValue("Date").flatMap(RetryAfter::date).orElseGet(clock::instant);
    }

    private static Optional<Instant> date(String text) {
        try {
            return Optional.of(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text, Instant::from));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Duration bounded(Duration wish) {
        if (wish.isNegative()) {
            return Duration.ZERO;
        }
        return wish.compareTo(MAX) > 0 ? MAX : wish;
    }
}
