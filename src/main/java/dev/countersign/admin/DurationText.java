package dev.countersign.admin;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.regex.Pattern;

/** Reads and writes ISO 8601 durations of days, hours, minutes and seconds: units that do not depend on a calendar. */
final class DurationText {

    /** A hundred years: within it, no date that is worked out overflows. */
    static final Duration MAX_DURATION = Duration.ofDays(36500);

    private static final Pattern DURATION =
            Pattern.compile("P(?=[0-9T])([0-9]+D)?(T(?=[0-9])([0-9]+H)?([0-9]+M)?([0-9]+(\\.[0-9]{1,3})?S)?)?");

    private DurationText() {}

    /** In whole days where it is a multiple of a day. */
    static String of(Duration duration) {
        boolean wholeDays = !duration.isZero() && duration.equals(Duration.ofDays(duration.toDays()));
        return wholeDays ? "P" + duration.toDays() + "D" : duration.toString();
    }

    /**
     * @param field the name of the member or parameter
     * @throws ProblemException when it is no duration, or too long
     */
    static Duration parse(String field, String text) {
        if (!DURATION.matcher(text).matches()) {
            throw ProblemException.inField(field, "Must be an ISO 8601 duration such as P90D or PT24H.");
        }
        try {
            Duration duration = Duration.parse(text);
            if (duration.compareTo(MAX_DURATION) <= 0) {
                return duration;
            }
        } catch (DateTimeParseException e) {
            // More digits than a duration holds: too long as well.
        }
        throw ProblemException.inField(field, "Must be at most P" + MAX_DURATION.toDays() + "D.");
    }
}
