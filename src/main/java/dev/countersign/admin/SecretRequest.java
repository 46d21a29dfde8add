package dev.countersign.admin;

import dev.countersign.client.ClientSecret;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * An administrator's request for a new secret. Holds the secret, if one was chosen: never printed.
 *
 * @param imported whether the chosen one is a secret that the client had at another server
 * @param replace whether the older ones end
 * @param overlap how long these still work then
 */
record SecretRequest(
        String label,
        Optional<String> chosen,
        boolean imported,
        Optional<Duration> lifetime,
        boolean replace,
        Duration overlap) {

    /** Of a chosen secret. */
    static final int MAX_SECRET_CHARS = 1024;

    /** @throws ProblemException when a value is invalid, or a member is unknown */
    static SecretRequest of(Map<String, Object> values) {
        JsonMembers members = new JsonMembers(values);
        boolean replace = members.flag("replace").orElse(false);
        Optional<Duration> lifetime = duration(members, "lifetime");
        Optional<Duration> overlap = duration(members, "overlap");
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
                overlap.orElse(Duration.ZERO));
        members.refuseOthers();
        return request;
    }

    private static Optional<Duration> duration(JsonMembers members, String name) {
        return members.text(name, 40).map(text -> DurationText.parse(name, text));
    }

    @Override
    public String toString() {
        return "SecretRequest[hidden]";
    }
}
