package dev.countersign.fetch;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The directives of {@code Cache-Control} that matter here (RFC 9111, section 5.2). A malformed directive counts as
 * stale (section 4.2.1). Immutable.
 *
 * @param noStore whether it must not be stored, or not reused without validation; it is kept for {@link
 *     FetchLimits#MIN_FRESH} nevertheless, so that origins are not asked for each request
 * @param maxAge the smallest, where there are several
 */
record CacheControl(boolean noStore, Optional<Duration> maxAge) {

    /** The value for larger numbers (RFC 9111, section 1.2.2). */
    private static final long MAX_SECONDS = 1L << 31;

    static CacheControl parse(List<String> fields) {
        boolean noStore = false;
        long shortest = Long.MAX_VALUE;
        for (String directive : directives(String.join(",", fields))) {
            int equals = directive.indexOf('=');
            String name = (equals < 0 ? directive : directive.substring(0, equals))
                    .strip()
                    .toLowerCase(Locale.ROOT);
            noStore |= name.equals("no-store") || name.equals("no-cache");
            if (name.equals("max-age")) {
                shortest = Math.min(shortest, seconds(directive.substring(equals + 1)));
            }
        }
        return new CacheControl(
                noStore, shortest == Long.MAX_VALUE ? Optional.empty() : Optional.of(Duration.ofSeconds(shortest)));
    }

    /** A number of seconds, capped at the largest value; 0: it is malformed. */
    static long seconds(String text) {
        String digits = text.strip().replaceFirst("^\"(.*)\"$", "$1");
        if (!digits.matches("[0-9]+")) {
            return 0;
        }
        String significant = digits.replaceFirst("^0+(?=.)", "");
        return significant.length() > 10 ? MAX_SECONDS : Math.min(MAX_SECONDS, Long.parseLong(significant));
    }

    /** Between the commas, except those inside quotes. */
    private static List<String> directives(String text) {
        List<String> directives = new ArrayList<>();
        boolean quoted = false;
        int start = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quoted && c == '\\') {
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == ',' && !quoted) {
                directives.add(text.substring(start, i));
                start = i + 1;
            }
        }
        directives.add(text.substring(start));
        return directives;
    }
}
