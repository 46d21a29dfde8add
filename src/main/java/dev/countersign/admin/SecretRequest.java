package dev.countersign.admin;

import dev.countersign.client.ClientSecret;
import dev.countersign.client.Replacement;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * An administrator's request for a new secret. Holds the secret, if one was chosen: never printed.
 *
 * @param imported whether the chosen one is a secret that the client had at another server
 * @param replace whether the older ones end
 * @param overlap how long these still work then, at most
 * @param unusedFor how long each of these has to be unused to end before that; empty: they do not
 */
record SecretRequest(
        String label,
        Optional<String> chosen,
        boolean imported,
        Optional<Duration> lifetime,
        boolean replace,
        Duration overlap,
        Optional<Duration> unusedFor) {

    /** Of a chosen secret. */
    static final int MAX_SECRET_CHARS = 1024;

    private static final int MAX_DURATION_CHARS = 40;

    /** The overlap by proof of use. */
    private static final String UNTIL_UNUSED = "until_unused";

    private static final Duration UNUSED_FOR = Duration.ofDays(7);
    private static final Duration AT_LATEST = Duration.ofDays(90);

    /** @throws ProblemException when a value is invalid, or a member is unknown */
    static SecretRequest of(Map<String, Object> values) {
        JsonMembers members = new JsonMembers(values);
        boolean replace = members.flag("replace").orElse(false);
        Optional<Duration> lifetime = duration(members, "lifetime");
        Optional<String> overlap = members.text("overlap", MAX_DURATION_CHARS);
        boolean untilUnused = overlap.filter(UNTIL_UNUSED::equals).isPresent();
        Optional<Duration> unusedFor = ofUnused(members, "unused_for", untilUnused);
        Optional<Duration> atLatest = ofUnused(members, "at_latest", untilUnused);
        if (lifetime.filter(Duration::isZero).isPresent()) {
            throw ProblemException.inField("lifetime", "Must be longer than zero.");
        }
        if (overlap.isPresent() && !replace) {
            throw ProblemException.inField("overlap", "An overlap needs older secrets to be replaced.");
        }
        boolean imported = members.flag("imported").orElse(false);
        if (imported && !members.has("secret")) {
            throw ProblemException.inField("imported", "Takes the secret that the client had elsewhere.");
        }
        SecretRequest request = new SecretRequest(
                members.text("label", ClientSecret.MAX_LABEL_CHARS)
                        .map(text -> JsonMembers.requireOrdered("label", text))
                        .orElse(""),
                members.text("secret", MAX_SECRET_CHARS),
                imported,
                lifetime,
                replace,
                untilUnused
                        ? atLatest.orElse(AT_LATEST)
                        : overlap.map(text -> DurationText.parse("overlap", text))
                                .orElse(Duration.ZERO),
                untilUnused ? Optional.of(unusedFor.orElse(UNUSED_FOR)) : Optional.empty());
        members.refuseOthers();
        request.unusedFor.ifPresent(unused -> requireRoom(unused, request.overlap));
        return request;
    }

    private static void requireRoom(Duration unused, Duration latest) {
        if (!Replacement.isAllowed(unused)) {
            throw ProblemException.inField(
                    "unused_for", "Must be " + Replacement.MIN_UNUSED + " at least, in whole seconds.");
        }
        if (latest.compareTo(unused) < 0) {
            throw ProblemException.inField("at_latest", "Must not be shorter than unused_for.");
        }
    }

    private static Optional<Duration> ofUnused(JsonMembers members, String name, boolean untilUnused) {
        Optional<Duration> given = duration(members, name);
        if (given.isPresent() && !untilUnused) {
            throw ProblemException.inField(name, "Needs the overlap \"" + UNTIL_UNUSED + "\".");
        }
        return given;
    }

    private static Optional<Duration> duration(JsonMembers members, String name) {
        return members.text(name, MAX_DURATION_CHARS).map(text -> DurationText.parse(name, text));
    }

    @Override
    public String toString() {
        return "SecretRequest[hidden]";
    }
}
