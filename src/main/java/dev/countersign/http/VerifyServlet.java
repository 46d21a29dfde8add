package dev.countersign.http;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/**
 * Tells a reverse proxy which client sent the request that it asks about. Reached through the filter only, so every
 * request that gets here is authenticated. Answers every method alike, since some proxies send the original one. A
 * grant is 204, or 200 where the {@link VerifyPath} says so.
 */
public final class VerifyServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws ServletException {
        if (!(request.getUserPrincipal() instanceof ClientPrincipal client)) {
            throw new ServletException("map the client authentication filter in front of this servlet");
        }
        // All three always, even when empty, so that a proxy never passes on one that its own client has sent.
        // Ids and scopes are printable ASCII without spaces at the edges: header values as they are.
        response.setHeader("X-Client-Id", client.id().value());
        response.setHeader("X-Client-Auth-Method", client.method().name());
        response.setHeader("X-Client-Scope", client.scopes().toString());
        response.setHeader("Cache-Control", "no-store");
        response.setStatus(
                VerifyPath.of(request.getPathInfo()).plainOk()
                        ? HttpServletResponse.SC_OK
                        : HttpServletResponse.SC_NO_CONTENT);
    }
}
