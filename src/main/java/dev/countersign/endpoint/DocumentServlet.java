package dev.countersign.endpoint;

import dev.countersign.client.UnavailableException;
import dev.countersign.http.Decision;
import dev.countersign.http.ErrorWriter;
import dev.countersign.http.StartedApplication;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** Serves a public document, to GET and HEAD. Thread-safe. */
abstract class DocumentServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    /** @throws UnavailableException when it is not known and the store cannot be asked: 503 */
    abstract void send(Endpoints endpoints, HttpServletRequest request, HttpServletResponse response)
            throws IOException;

    @Override
    public void init() throws ServletException {
        StartedApplication.part(Endpoints.class, getServletContext());
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        if (refusesMethod(request, response)) {
            return;
        }
        try {
            send(StartedApplication.part(Endpoints.class, getServletContext()), request, response);
        } catch (UnavailableException e) {
            deny(
                    503,
                    "temporarily_unavailable",
                    "the keys are not known at the moment",
                    Optional.of(Duration.ofSeconds(5)),
                    request,
                    response);
        }
    }

    /** Whether it has refused the request, since it is neither GET nor HEAD. */
    static boolean refusesMethod(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (request.getMethod().equals("GET") || request.getMethod().equals("HEAD")) {
            return false;
        }
        response.setHeader("Allow", "GET, HEAD");
        deny(405, "invalid_request", "the methods are GET and HEAD", Optional.empty(), request, response);
        return true;
    }

    private static void deny(
            int status,
            String error,
            String description,
            Optional<Duration> wait,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        Decision.Denied denied = new Decision.Denied(status, error, description, Optional.empty(), wait);
        ErrorWriter.write(denied, Optional.empty(), request, response);
    }
}
