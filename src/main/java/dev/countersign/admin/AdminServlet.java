package dev.countersign.admin;

import dev.countersign.http.UnreadBody;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/** Answers the calls of administrators whom the {@link AccessFilter} has let in. Thread-safe. */
public final class AdminServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Answer answer;
        try {
            answer = answer(request);
        } catch (RuntimeException e) {
            answer = Failures.answer(e);
        }
        if (answer.isRefusal()) {
            UnreadBody.discard(request);
        }
        answer.send(request, response);
    }

    private Answer answer(HttpServletRequest request) {
        if (!(request.getAttribute(Caller.ATTRIBUTE) instanceof Caller caller)) {
            // Reached past the filter, by whichever way: there is none.
            return Denials.forbidden(ProblemKind.FORBIDDEN, "Nobody has let this request in.");
        }
        String path = Optional.ofNullable(request.getPathInfo()).orElse("");
        RouteTable routes = AdminDesk.of(getServletContext()).routes();
        Optional<RouteTable.Match> match = routes.find(request.getMethod(), path);
        if (match.isEmpty()) {
            return otherMethod(request.getMethod(), routes.allowed(path));
        }
        Route route = match.get().route();
        String query = Optional.ofNullable(request.getQueryString()).orElse("");
        Map<String, String> variables = match.get().variables();
        return route.handler()
                .answer(new Call(request, caller, variables, QueryParameters.parse(query, route.query())));
    }

    private static Answer otherMethod(String method, String allowed) {
        Answer answer = method.equals("OPTIONS")
                ? Answer.noContent()
                : new Problem(ProblemKind.METHOD_NOT_ALLOWED, "This knows " + allowed + ".", Optional.empty()).answer();
        return answer.with("Allow", allowed);
    }
}
