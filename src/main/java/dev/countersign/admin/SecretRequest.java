package dev.countersign.admin;

import dev.countersign.client.ClientSecret;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * An administrator's request for a new secret. Holds the secret, if one was chosen: never printed.
 *
 * @param imported whether the chosen one is a secret that the client had at another server
 */
record SecretRequest(
        String label, Optional<String> chosen, boolean imported, Optional<Duration> lifetime, OlderCredentials older) {

    /** Of a chosen secret. */
    static final int MAX_SECRET_CHARS = 1024;

    private static final int MAX_DURATION_CHARS = 40;

    /** @throws ProblemException when a value is invalid, or a member is unknown */
    static SecretRequest of(Map<String, Object> values) {
        JsonMembers members = new JsonMembers(values);
        Optional<Duration> lifetime =
                members.text("lifetime", MAX_DURATION_CHARS).map(text -> DurationText.parse("lifetime", text));
        if (lifetime.filter(Duration::isZero).isPresent()) {
            throw ProblemException.inField("lifetime", "Must be longer than zero.");
        }
        OlderCredentials older = OlderCredentials.read(members);
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
                older);
        members.refuseOthers();
        return request;
    }

    @Override
    public String toString() {
        return "SecretRequest[hidden]";
    }
}
