package dev.countersign.admin;

import dev.countersign.client.ClientSecret;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What an administrator asks of a new secret. Holds the secret, if one was chosen: never printed.
 *
 * @param replace whether it takes the place of the older ones
 * @param overlap how long these still work then
 */
record SecretRequest(
        String label, Optional<String> chosen, Optional<Duration> lifetime, boolean replace, Duration overlap) {

    /** Longer is as good as for ever, and no calendar overflows. */
    static final Duration LONGEST = Duration.ofDays(36500);

    /** In characters, of a chosen secret. */
    static final int MAX_SECRET_LENGTH = 1024;

    /** Days, hours, minutes, seconds: what is a duration whatever the calendar (ISO 8601). */
    private static final Pattern DURATION =
            Pattern.compile("P(?=[0-9T])([0-9]+D)?(T(?=[0-9])([0-9]+H)?([0-9]+M)?([0-9]+(\\.[0-9]{1,3})?S)?)?");

    /** @throws ProblemException when a value will not do, or a member is unknown */
    static SecretRequest of(Map<String, Object> values) {
        Members members = new Members(values);
        boolean replace = members.flag("replace").orElse(false);
        Optional<Duration> lifetime = duration(members, "lifetime");
        Optional<Duration> overlap = duration(members, "overlap");
        if (lifetime.filter(Duration::isZero).isPresent()) {
            throw ProblemException.inField("lifetime", "This is longer than nothing.");
        }
        if (overlap.isPresent() && !replace) {
            throw ProblemException.inField("overlap", "Nothing overlaps unless older secrets are replaced.");
        }
        SecretRequest request = new SecretRequest(
                members.text("label", ClientSecret.MAX_LABEL_LENGTH).orElse(""),
                members.text("secret", MAX_SECRET_LENGTH),
                lifetime,
                replace,
                overlap.orElse(Duration.ZERO));
        members.refuseOthers();
        return request;
    }

    private static Optional<Duration> duration(Members members, String name) {
        return members.text(name, 40).map(text -> {
            if (!DURATION.matcher(text).matches()) {
                throw ProblemException.inField(name, "This is a duration such as P90D or PT24H.");
            }
            try {
                Duration duration = Duration.parse(text);
                if (duration.compareTo(LONGEST) <= 0) {
                    return duration;
                }
            } catch (DateTimeParseException e) {
                // Digits beyond what a duration holds: too long as well.
            }
            throw ProblemException.inField(name, "This is at most P" + LONGEST.toDays() + "D.");
        });
    }

    @Override
    public String toString() {
        return "SecretRequest[hidden]";
    }
}
