package dev.countersign.admin;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.util.Optional;

/** Ends a person's session; stands at {@code /console/logout}, takes a POST from our own pages only. Thread-safe. */
public final class LogoutServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (!AdminDesk.of(getServletContext()).sameSite().admits(request)) {
            new Problem(ProblemKind.CROSS_SITE, "Only our own pages may end a session.", Optional.empty())
                    .answer()
                    .send(request, response);
            return;
        }
        HttpSession session = request.getSession(false);
        if (session != null) {
            session.invalidate();
        }
        toConsole(request, response);
    }

    /** After the session ended, whoever signs in again may be led back to this very path. */
    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) {
        toConsole(request, response);
    }

    private static void toConsole(HttpServletRequest request, HttpServletResponse response) {
        response.setStatus(HttpServletResponse.SC_SEE_OTHER);
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("Location", request.getContextPath() + "/console/");
    }
}
