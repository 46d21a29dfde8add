package dev.countersign.bench;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/**
 * Answers 204 to every request: what {@code /verify} is compared with. The parameters of a form are read, as an
 * application would. Put into the measured WAR by the load run.
 */
public final class UnguardedServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) {
        if (request.getMethod().equals("POST")) {
            request.getParameterMap();
        }
        response.setStatus(HttpServletResponse.SC_NO_CONTENT);
    }
}
