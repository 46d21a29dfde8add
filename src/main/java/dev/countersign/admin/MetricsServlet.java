package dev.countersign.admin;

import dev.countersign.http.StartedApplication;
import dev.countersign.manage.MetricsExposition;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;

/** Answers the scrapes of a monitoring system that the {@link AccessFilter} has admitted. Thread-safe. */
public final class MetricsServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    @Override
    public void init() throws ServletException {
        exposition();
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        Answer answer = answer(request);
        Administration.of(getServletContext())
                .sentry()
                .bodies()
                .finish(request, response, () -> answer.send(request, response));
    }

    private Answer answer(HttpServletRequest request) throws ServletException {
        if (!(request.getAttribute(Caller.ATTRIBUTE) instanceof Caller)) {
            // Without the filter's caller the request has come past the filter: refused.
            return AdminRefusals.forbidden(ProblemKind.FORBIDDEN, "Not authenticated.");
        }
        if (!request.getMethod().equals("GET") && !request.getMethod().equals("HEAD")) {
            return new Problem(ProblemKind.METHOD_NOT_ALLOWED, "Allowed here: GET, HEAD.", Optional.empty())
                    .answer()
                    .with("Allow", "GET, HEAD");
        }
        MetricsExposition.Scrape scrape;
        try {
            scrape = exposition().scrape();
        } catch (RuntimeException e) {
            return Failures.answer(
                    e, Administration.of(getServletContext()).sentry().faults());
        }
        return Answer.stream(exposition().contentType(), scrape::writeTo);
    }

    private MetricsExposition exposition() throws ServletException {
        return StartedApplication.part(MetricsExposition.class, getServletContext());
    }
}
