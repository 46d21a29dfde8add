package dev.countersign.admin;

import dev.countersign.client.ClientSecret;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * What an administrator asks of a new secret. Holds the secret, if one was chosen: never printed.
 *
 * @param replace whether it takes the place of the older ones
 * @param overlap how long these still work then
 */
record SecretRequest(
        String label, Optional<String> chosen, Optional<Duration> lifetime, boolean replace, Duration overlap) {

    /** In characters, of a chosen secret. */
    static final int MAX_SECRET_LENGTH = 1024;

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
        return members.text(name, 40).map(text -> DurationText.parse(name, text));
    }

    @Override
    public String toString() {
        return "SecretRequest[hidden]";
    }
}
