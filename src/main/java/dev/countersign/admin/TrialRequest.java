package dev.countersign.admin;

import dev.countersign.auth.PresentedRequest;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A credential that an administrator wants to try, in the form in which a client sends it; exactly one. Never printed.
 *
 * @param assertion a signed JWT
 * @param authorization the value of an {@code Authorization} field
 */
record TrialRequest(Optional<String> assertion, Optional<String> authorization) implements PresentedRequest {

    private static final String ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    /** @throws ProblemException when there is not exactly one, or a member is unknown */
    static TrialRequest of(Map<String, Object> values) {
        JsonMembers members = new JsonMembers(values);
        // Longer than clients may send: the trial itself refuses those, with the reason.
        TrialRequest request = new TrialRequest(
                members.text("assertion", RequestBody.MAX_BODY_BYTES),
                members.text("authorization", RequestBody.MAX_BODY_BYTES));
        members.refuseOthers();
        if (request.assertion.isPresent() == request.authorization.isPresent()) {
            throw ProblemException.inField("assertion", "Send either an assertion or an authorization.");
        }
        return request;
    }

    @Override
    public List<String> headers(String name) {
        return name.equalsIgnoreCase("Authorization") ? authorization.stream().toList() : List.of();
    }

    @Override
    public Optional<String> parameter(String name) {
        return switch (name) {
            case "client_assertion" -> assertion.filter(text -> !text.isEmpty());
            case "client_assertion_type" -> assertion.map(text -> ASSERTION_TYPE);
            default -> Optional.empty();
        };
    }

    @Override
    public String toString() {
        return "TrialRequest[hidden]";
    }
}
