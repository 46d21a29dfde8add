package dev.countersign.admin;

import dev.countersign.auth.FormLimit;
import dev.countersign.http.RequestBodies;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Serves the login form, and takes it: by POST, from our own page, of a bounded size, and throttled after failures. A
 * refused login leaves nothing behind here. The query of either page is that of the console, where it leads.
 * Thread-safe once initialized.
 */
public final class LoginServlet extends HttpServlet {

    static final String PAGE = "/login/login.html";
    static final String FAILED = "/login/failed.html";

    /** Accepts the form too: the path of a container's form login, which scripts know. */
    static final String FORM_LOGIN = "/console/j_security_check";

    /** A form with a name and a password. */
    static final int MAX_FORM_BYTES = FormLimit.MAX_LOGIN_BYTES;

    /** Names of a form login (Servlet 6.0, section 13.6.3.1), which scripts and password managers know. */
    private static final String NAME = "j_username";

    private static final String PASSWORD = "j_password";
    private static final long serialVersionUID = 1L;

    private transient Map<String, StaticFile> pages = Map.of();

    @Override
    public void init() throws ServletException {
        try {
            pages = Map.of(PAGE, page(PAGE), FAILED, page(FAILED));
        } catch (IOException e) {
            throw new ServletException("the login form cannot be served: " + e.getMessage(), e);
        }
    }

    private StaticFile page(String path) throws IOException {
        return new StaticFile("text/html;charset=utf-8", ConsoleFiles.content(getServletContext(), path));
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        switch (request.getMethod()) {
            case "GET", "HEAD" -> show(request, response);
            case "POST" -> signIn(request, response);
            default -> {
                response.setHeader("Allow", "GET, HEAD, POST");
                response.sendError(HttpServletResponse.SC_METHOD_NOT_ALLOWED);
            }
        }
    }

    private void show(HttpServletRequest request, HttpServletResponse response) throws IOException {
        StaticFile page = pages.get(request.getServletPath());
        if (page == null) {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
            return;
        }
        page.send(request, response);
    }

    private void signIn(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Administration administration = Administration.of(getServletContext());
        RequestBodies.Writing answer;
        try {
            Optional<Person> person = check(administration, request);
            person.ifPresent(found -> administration.sessions().begin(request, found));
            String path = person.isPresent() ? ConsolePlace.CONSOLE : FAILED;
            answer = () -> ConsolePlace.redirect(path, request, response);
        } catch (RuntimeException e) {
            Answer refusal = Failures.answer(e, administration.sentry().faults());
            answer = () -> refusal.send(request, response);
        }
        administration.sentry().bodies().finish(request, response, answer);
    }

    private static Optional<Person> check(Administration administration, HttpServletRequest request) {
        if (!administration.sameSite().admitsLogin(request)) {
            throw new ProblemException(
                    ProblemKind.CROSS_SITE, "The login form must be sent by the console's own page.");
        }
        InetAddress source = administration.sentry().originOf(request).source();
        if (administration.login().isThrottled(source)) {
            return Optional.empty();
        }
        QueryParameters form = form(request, administration.sentry().bodies());
        return administration
                .login()
                .attempt(
                        request,
                        source,
                        form.get(NAME).orElse(""),
                        form.get(PASSWORD).orElse(""));
    }

    private static QueryParameters form(HttpServletRequest request, RequestBodies bodies) {
        byte[] bytes = RequestBody.bytes(request, bodies, MAX_FORM_BYTES);
        try {
            return QueryParameters.parse(new String(bytes, StandardCharsets.ISO_8859_1), Set.of(NAME, PASSWORD));
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }
}
