package dev.countersign.admin;

import dev.countersign.client.RejectedChangeException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What is wrong, as the caller is told (RFC 9457). Immutable.
 *
 * @param detail a sentence that repeats no credential
 * @param field the member or parameter that is to blame
 */
record Problem(ProblemKind kind, String detail, Optional<String> field) {

    /** What a change that the registry turned down means to the caller. */
    static Problem of(RejectedChangeException rejected) {
        return switch (rejected.reason()) {
            case EXISTS ->
                new Problem(ProblemKind.EXISTS, "There is a client of this id already.", Optional.of("client_id"));
            case MISSING -> new Problem(ProblemKind.NOT_FOUND, "There is no such client.", Optional.empty());
            case STALE -> stale();
            case LAST_ADMINISTRATOR ->
                new Problem(
                        ProblemKind.LAST_ADMINISTRATOR,
                        "No other client could administer any longer: make another administrator first.",
                        Optional.empty());
        };
    }

    static Problem stale() {
        return new Problem(
                ProblemKind.STALE, "The client is at another version: read it again, then decide.", Optional.empty());
    }

    Answer answer() {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("type", kind.type());
        members.put("title", kind.title());
        members.put("status", kind.status());
        members.put("detail", detail);
        field.ifPresent(name -> members.put("field", name));
        return Answer.problem(kind.status(), members);
    }
}
