package dev.countersign.admin;

import dev.countersign.http.Decision;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.Optional;

/** The answers to requests that are not admitted. */
final class AdminRefusals {

    private static final String CHALLENGE = "WWW-Authenticate";
    private static final String BASIC = "Basic";
    private static final String BEARER = "Bearer";

    private AdminRefusals() {}

    /**
     * Turns the sentry's refusal into a problem document.
     *
     * @param scheme of the challenge in a 401
     */
    static Answer answer(Decision.Denied denied, String scheme) {
        String detail = denied.description().isEmpty() ? "The request was refused." : denied.description();
        Answer answer = new Problem(ProblemKind.ofStatus(denied.status()), detail, Optional.empty()).answer();
        if (denied.error().equals("invalid_token")) {
            answer = answer.with(CHALLENGE, challenge(BEARER) + ", error=\"invalid_token\"");
        } else if (denied.status() == 401) {
            answer = answer.with(CHALLENGE, challenge(scheme));
        }
        if (denied.retryAfterSeconds().isPresent()) {
            answer = answer.with("Retry-After", denied.retryAfterSeconds().get());
        }
        return answer;
    }

    /** Neither credential nor session: a browser's fetch gets a challenge that opens no dialog. */
    static Answer unauthenticated(HttpServletRequest request) {
        boolean browser = Collections.list(request.getHeaderNames()).stream()
                .anyMatch(name -> name.regionMatches(true, 0, "Sec-Fetch-", 0, "Sec-Fetch-".length()));
        return new Problem(
                        ProblemKind.UNAUTHENTICATED,
                        "Sign in at the console, or send the credential of a client that is an administrator or an auditor.",
                        Optional.empty())
                .answer()
                .with(CHALLENGE, challenge(browser ? BEARER : BASIC));
    }

    private static String challenge(String scheme) {
        String realm = scheme + " realm=\"countersign\"";
        return scheme.equals(BASIC) ? realm + ", charset=\"UTF-8\"" : realm;
    }

    static Answer forbidden(ProblemKind kind, String detail) {
        return new Problem(kind, detail, Optional.empty()).answer();
    }
}
