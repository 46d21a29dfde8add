package dev.countersign.admin;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Takes the place in the console that a link names, which is a query, along through the login: in the pages' own
 * addresses, so that the server keeps no state for requests without a session. Redirects to paths of ours only.
 * Stateless.
 */
final class ConsolePlace {

    static final String CONSOLE = "/console/";

    private static final int MAX_QUERY_CHARS = 2000;

    /** The query of a URI (RFC 3986, section 3.4). */
    private static final Pattern QUERY = Pattern.compile("[A-Za-z0-9._~!$&'()*+,;=:@/?%-]{1," + MAX_QUERY_CHARS + "}");

    private ConsolePlace() {}

    /** A redirect to this path of the application, with the query of the request. */
    static void redirect(String path, HttpServletRequest request, HttpServletResponse response) {
        String query = Optional.ofNullable(request.getQueryString())
                .filter(QUERY.asMatchPredicate())
                .map("?"::concat)
                .orElse("");
        toPath(path + query, request, response);
    }

    static void toPath(String path, HttpServletRequest request, HttpServletResponse response) {
        response.setStatus(HttpServletResponse.SC_SEE_OTHER);
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("Location", request.getContextPath() + path);
    }
}
