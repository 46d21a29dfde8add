package dev.countersign.admin;

import java.util.Map;
import java.util.Optional;

/**
 * A credential that an administrator wants to have tried; exactly one is there. Never printed.
 *
 * @param assertion a signed JWT
 * @param authorization the value of an {@code Authorization} field
 */
record TrialRequest(Optional<String> assertion, Optional<String> authorization) {

    /** @throws ProblemException when there is not exactly one, or a member is unknown */
    static TrialRequest of(Map<String, Object> values) {
        Members members = new Members(values);
        // Longer ones than clients may send are for the trial to refuse.
        TrialRequest request = new TrialRequest(
                members.text("assertion", RequestBody.MAX_LENGTH),
                members.text("authorization", RequestBody.MAX_LENGTH));
        members.refuseOthers();
        if (request.assertion.isPresent() == request.authorization.isPresent()) {
            throw ProblemException.inField("assertion", "There has to be either an assertion or an authorization.");
        }
        return request;
    }

    @Override
    public String toString() {
        return "TrialRequest[hidden]";
    }
}
