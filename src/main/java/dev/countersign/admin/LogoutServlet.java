package dev.countersign.admin;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.util.Optional;

/** Ends a person's session; mapped to {@code /console/logout}, accepts a POST from our own pages only. Thread-safe. */
public final class LogoutServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (!Administration.of(getServletContext()).sameSite().admits(request)) {
            new Problem(
                            ProblemKind.CROSS_SITE,
                            "A session can be ended by the console's own pages only.",
                            Optional.empty())
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

    /** GET ends no session: a link or a reload must not. */
    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) {
        toConsole(request, response);
    }

    private static void toConsole(HttpServletRequest request, HttpServletResponse response) {
        ConsolePlace.toPath(ConsolePlace.CONSOLE, request, response);
    }
}
