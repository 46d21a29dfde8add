package dev.countersign.admin;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.regex.Pattern;

/** Reads and writes durations: days, hours, minutes, seconds, which last as long whatever the calendar (ISO 8601). */
final class DurationText {

    /** Longer is as good as for ever, and no calendar overflows. */
    static final Duration LONGEST = Duration.ofDays(36500);

    private static final Pattern DURATION =
            Pattern.compile("P(?=[0-9T])([0-9]+D)?(T(?=[0-9])([0-9]+H)?([0-9]+M)?([0-9]+(\\.[0-9]{1,3})?S)?)?");

    private DurationText() {}

    /** In days where it is some. */
    static String of(Duration duration) {
        boolean wholeDays = !duration.isZero() && duration.equals(Duration.ofDays(duration.toDays()));
        return wholeDays ? "P" + duration.toDays() + "D" : duration.toString();
    }

    /**
     * @param field the member or parameter that it stands in
     * @throws ProblemException when it is none, or too long
     */
    static Duration parse(String field, String text) {
        if (!DURATION.matcher(text).matches()) {
            throw ProblemException.inField(field, "This is a duration such as P90D or PT24H.");
        }
        try {
            Duration duration = Duration.parse(text);
            if (duration.compareTo(LONGEST) <= 0) {
                return duration;
            }
        } catch (DateTimeParseException e) {
            // Digits beyond what a duration holds: too long as well.
        }
        throw ProblemException.inField(field, "This is at most P" + LONGEST.toDays() + "D.");
    }
}
