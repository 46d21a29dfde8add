package com.example.invoices;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * Leads elsewhere by each way that a servlet has: the last part of the path names the way, the parameter {@code to} the
 * place.
 */
public final class Detours extends HttpServlet {

    private static final long serialVersionUID = 1L;

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
            throws IOException, ServletException {
        String path = request.getPathInfo();
        switch (path.substring(path.lastIndexOf('/') + 1)) {
            case "forward" -> request.getRequestDispatcher(to(request)).forward(request, response);
            case "include" -> {
                response.getWriter().print("before ");
                request.getRequestDispatcher(to(request)).include(request, response);
                response.getWriter().print(" after");
            }
            case "dispatch" -> request.startAsync().dispatch(to(request));
            case "here" -> comeBack(request, response);
            case "thread" -> goOnElsewhere(request, response);
            case "error" -> response.sendError(Integer.parseInt(to(request)));
            case "throw" -> throw new ServletException("the invoices are gone");
            case "session" -> countVisits(request, response);
            default -> throw new ServletException("there is no such way: " + path);
        }
    }

    private static String to(HttpServletRequest request) {
        return request.getParameter("to");
    }

    /** To the same place, asynchronously. */
    private static void comeBack(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (request.getDispatcherType() == DispatcherType.ASYNC) {
            tellWhoAsks(request, response);
        } else {
            request.startAsync().dispatch();
        }
    }

    private static void goOnElsewhere(HttpServletRequest request, HttpServletResponse response) {
        AsyncContext async = request.startAsync();
        async.start(() -> {
            try {
                tellWhoAsks((HttpServletRequest) async.getRequest(), response);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            } finally {
                async.complete();
            }
        });
    }

    private static void countVisits(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Integer before = (Integer) request.getSession().getAttribute("visits");
        int visits = before == null ? 1 : before + 1;
        request.getSession().setAttribute("visits", visits);
        response.getWriter().print("[" + request.getRemoteUser() + " " + visits + "]");
    }

    private static void tellWhoAsks(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.getWriter()
                .print("[" + request.getDispatcherType() + " " + request.getRemoteUser() + " "
                        + request.getHeader("Authorization") + "]");
    }
}
