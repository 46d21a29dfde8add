package dev.countersign.endpoint;

import dev.countersign.auth.Admission;
import dev.countersign.client.UnavailableException;
import dev.countersign.http.Challenge;
import dev.countersign.http.Decision;
import dev.countersign.http.ErrorWriter;
import dev.countersign.http.Grant;
import dev.countersign.http.Sentry;
import dev.countersign.http.StartedApplication;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An endpoint that a client calls by a form, with any of its credentials but an access token: a stolen token would
 * renew itself. Errors are those of RFC 6749, section 5.2. Thread-safe.
 */
abstract class OAuthEndpoint extends HttpServlet {

    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(OAuthEndpoint.class);
    private static final Challenge CHALLENGE = new Challenge("countersign");

    private final Set<String> repeatable;

    /** @param repeatable the parameters that may be there several times */
    OAuthEndpoint(Set<String> repeatable) {
        this.repeatable = repeatable;
    }

    /**
     * Answers an authenticated client; empty: 200 without a body.
     *
     * @throws OAuthException when it cannot be met
     * @throws UnavailableException when the store is needed and cannot be asked: 503
     */
    abstract Optional<String> answer(Grant grant, Parameters parameters, Endpoints endpoints) throws OAuthException;

    @Override
    public void init() throws ServletException {
        // Fails the deployment rather than every request.
        StartedApplication.part(Endpoints.class, getServletContext());
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        Sentry sentry = StartedApplication.part(Sentry.class, getServletContext());
        if (!request.getMethod().equals("POST")) {
            response.setHeader("Allow", "POST");
            Decision.Denied denied = denied(405, "invalid_request", "the method is POST");
            sentry.bodies().finish(request, response, () -> write(denied, Optional.empty(), request, response));
            return;
        }
        Decision decision = decide(sentry, request);
        if (decision instanceof Decision.Denied denied) {
            Optional<String> challenge = CHALLENGE.of(denied, sentry.challengeScheme(request));
            sentry.bodies().finish(request, response, () -> write(denied, challenge, request, response));
            return;
        }
        answer((Grant) decision, sentry, request, response);
    }

    private static Decision decide(Sentry sentry, HttpServletRequest request) throws IOException {
        try {
            return sentry.decide(request, Admission.ANY);
        } catch (RuntimeException e) {
            return fault(sentry, e);
        }
    }

    private void answer(Grant grant, Sentry sentry, HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        Endpoints endpoints = StartedApplication.part(Endpoints.class, getServletContext());
        Optional<Map<String, String[]>> form = grant.parameters();
        Decision.Denied denied;
        try {
            if (form.isEmpty()) {
                throw OAuthException.invalidRequest("the body must be application/x-www-form-urlencoded");
            }
            if (request.getQueryString() != null && !request.getQueryString().isEmpty()) {
                throw OAuthException.invalidRequest("the parameters belong in the body, not in the query");
            }
            Optional<String> json = answer(grant, Parameters.of(form.get(), repeatable), endpoints);
            write(json, response);
            return;
        } catch (OAuthException e) {
            denied = denied(400, e.error(), e.description());
        } catch (UnavailableException e) {
            sentry.faults().error(LOG, "a request cannot be answered while the store is away;", e);
            denied = new Decision.Denied(
                    503,
                    "temporarily_unavailable",
                    "tokens cannot be handled at the moment",
                    Optional.empty(),
                    Optional.of(Duration.ofSeconds(5)));
        } catch (RuntimeException e) {
            denied = fault(sentry, e);
        }
        Decision.Denied refused = denied;
        sentry.bodies().finish(request, response, () -> write(refused, Optional.empty(), request, response));
    }

    private static Decision.Denied fault(Sentry sentry, RuntimeException e) {
        sentry.faults().error(LOG, "a request could not be answered because of an internal error;", e);
        return denied(500, "server_error", "an internal error occurred");
    }

    private static Decision.Denied denied(int status, String error, String description) {
        return new Decision.Denied(status, error, description, Optional.empty(), Optional.empty());
    }

    private static void write(
            Decision.Denied denied,
            Optional<String> challenge,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        response.setHeader("Pragma", "no-cache");
        ErrorWriter.write(denied, challenge, request, response);
    }

    private static void write(Optional<String> json, HttpServletResponse response) throws IOException {
        response.setStatus(HttpServletResponse.SC_OK);
        response.setHeader("Cache-Control", "no-store");
        // RFC 6749, section 5.1
        response.setHeader("Pragma", "no-cache");
        byte[] body = json.orElse("").getBytes(StandardCharsets.UTF_8);
        if (json.isPresent()) {
            response.setContentType("application/json");
        }
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }
}
