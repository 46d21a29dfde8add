package dev.countersign.admin;

import dev.countersign.text.SecretFinder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;

/**
 * A request to look for secrets in a text, of which it keeps the secrets only. Never printed.
 *
 * @param found in the order of the text
 * @param revoke whether those that are registered end
 */
record LeakedRequest(Set<String> found, boolean revoke) {

    /** Of the text, in UTF-8. */
    static final int MAX_TEXT_BYTES = 1024 * 1024;

    /** Of the body: JSON may take several characters for one. */
    static final int MAX_BODY_BYTES = 4 * MAX_TEXT_BYTES;

    /** Different secrets in one text: each is looked up. */
    static final int MAX_SECRETS = 1000;

    /** @throws ProblemException when a member is invalid or unknown, or the text is too long or holds too many */
    static LeakedRequest of(Map<String, Object> values) {
        JsonMembers members = new JsonMembers(values);
        // With line breaks and all that a log may hold.
        if (!(members.any("text").orElse("") instanceof String text) || text.isEmpty()) {
            throw ProblemException.inField("text", "Must be a string that is not empty.");
        }
        boolean revoke = members.flag("revoke").orElse(false);
        members.refuseOthers();
        if (text.length() > MAX_TEXT_BYTES || text.getBytes(StandardCharsets.UTF_8).length > MAX_TEXT_BYTES) {
            throw new ProblemException(
                    ProblemKind.TOO_LARGE,
                    "The text has more than " + MAX_TEXT_BYTES + " bytes: send it in parts that overlap.");
        }
        Set<String> found = SecretFinder.in(text, MAX_SECRETS);
        if (found.size() > MAX_SECRETS) {
            throw new ProblemException(
                    ProblemKind.TOO_LARGE,
                    "The text has more than " + MAX_SECRETS + " different secrets: send it in parts that overlap.");
        }
        return new LeakedRequest(found, revoke);
    }

    @Override
    public String toString() {
        return "LeakedRequest[hidden]";
    }
}
