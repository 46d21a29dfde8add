package dev.countersign.admin;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/** Answers the calls of administrators that the {@link AccessFilter} has admitted. Thread-safe. */
public final class AdminServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Answer answer = answered(request);
        Administration.of(getServletContext())
                .sentry()
                .bodies()
                .finish(request, response, () -> answer.send(request, response));
    }

    private Answer answered(HttpServletRequest request) {
        try {
            return answer(request);
        } catch (RuntimeException e) {
            return Failures.answer(
                    e, Administration.of(getServletContext()).sentry().faults());
        }
    }

    private Answer answer(HttpServletRequest request) {
        if (!(request.getAttribute(Caller.ATTRIBUTE) instanceof Caller caller)) {
            // Without the filter's caller the request has come past the filter: refused.
            return AdminRefusals.forbidden(ProblemKind.FORBIDDEN, "Not authenticated.");
        }
        String path = Optional.ofNullable(request.getPathInfo()).orElse("");
        Administration administration = Administration.of(getServletContext());
        RouteTable routes = administration.routes();
        Optional<RouteTable.Match> match = routes.find(request.getMethod(), path);
        if (match.isEmpty()) {
            return otherMethod(request.getMethod(), routes.allowed(path));
        }
        Route route = match.get().route();
        Optional<String> refusal = routes.refusal(route);
        if (refusal.isPresent()) {
            return new Problem(ProblemKind.STORE_CANNOT, refusal.get(), Optional.empty())
                    .answer()
                    .with("Allow", routes.allowed(path));
        }
        String query = Optional.ofNullable(request.getQueryString()).orElse("");
        Map<String, String> variables = match.get().variables();
        QueryParameters parameters = QueryParameters.parse(query, route.query());
        return route.handler()
                .answer(new Call(request, administration.sentry().bodies(), caller, variables, parameters));
    }

    private static Answer otherMethod(String method, String allowed) {
        Answer answer = method.equals("OPTIONS")
                ? Answer.noContent()
                : new Problem(ProblemKind.METHOD_NOT_ALLOWED, "Allowed here: " + allowed + ".", Optional.empty())
                        .answer();
        return answer.with("Allow", allowed);
    }
}
