package dev.countersign.admin;

import dev.countersign.client.RejectedChangeException;
import jakarta.json.bind.annotation.JsonbPropertyOrder;
import java.util.Optional;

/**
 * A problem in the form in which the caller gets it (RFC 9457). Immutable.
 *
 * @param detail a sentence that repeats no credential
 * @param field the member or parameter that is invalid
 */
record Problem(ProblemKind kind, String detail, Optional<String> field) {

    /** The problem for a change that the registry has rejected. */
    static Problem of(RejectedChangeException rejected) {
        return switch (rejected.reason()) {
            case EXISTS ->
                new Problem(ProblemKind.EXISTS, "A client with this id already exists.", Optional.of("client_id"));
            case MISSING -> new Problem(ProblemKind.NOT_FOUND, "There is no such client.", Optional.empty());
            case STALE -> stale();
            case LAST_ADMINISTRATOR ->
                new Problem(
                        ProblemKind.LAST_ADMINISTRATOR,
                        "This is the last client that can administer: make another administrator first.",
                        Optional.empty());
        };
    }

    static Problem stale() {
        return new Problem(
                ProblemKind.STALE,
                "The client has changed since this version: read it again, then decide.",
                Optional.empty());
    }

    Answer answer() {
        return Answer.problem(kind.status(), details());
    }

    Details details() {
        return new Details(kind.type(), kind.title(), kind.status(), detail, field);
    }

    /** The JSON members (RFC 9457, section 3.1). */
    @JsonbPropertyOrder({"type", "title", "status", "detail", "field"})
    public record Details(String type, String title, int status, String detail, Optional<String> field) {}
}
