package dev.countersign.launch;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.security.AuthenticationState;
import org.eclipse.jetty.security.ServerAuthException;
import org.eclipse.jetty.security.UserIdentity;
import org.eclipse.jetty.security.authentication.FormAuthenticator;
import org.eclipse.jetty.server.FormFields;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;
import org.jspecify.annotations.Nullable;

/**
 * Jetty's FORM login, in one place and with nothing kept for strangers. By itself it takes a login at the end of any path, {@code /verify} too, and the
 * password from a query string; and it remembers for each stranger what was asked for, forms included, until there is no memory left. Here the query of
 * the console travels with the login page instead: it comes back in {@code Referer}, and leads to nowhere but the console. Thread-safe.
 */
final class ConsoleAuthenticator extends FormAuthenticator {
    static final String LOGIN = "/console" + __J_SECURITY_CHECK;

    private static final String CONSOLE = "/console/";
    private static final int LONGEST_QUERY = 2000;

    /** The query of a URI (RFC 3986, section 3.4). */
    private static final String QUERY = "(\\?[A-Za-z0-9._~!$&'()*+,;=:@/?%-]{1," + LONGEST_QUERY + "})";

    private static final Pattern PLACE = Pattern.compile(QUERY);

    /** What the host is called does not matter: nothing but the query is taken. Strangers send it: it is read once, without going back. */
    private static final Pattern REFERRER = Pattern.compile("https?://[^/?#]++(/[^?#]*+)" + QUERY);

    private String loginPage = "";
    private String errorPage = "";

    @Override
    public void setConfiguration(Configuration configuration) {
        super.setConfiguration(configuration);
        loginPage = configuration.getParameter(__FORM_LOGIN_PAGE);
        errorPage = configuration.getParameter(__FORM_ERROR_PAGE);
    }

    @Override
    public boolean isJSecurityCheck(String path) {
        return path.equals(LOGIN);
    }

    @Override
    public @Nullable AuthenticationState validateRequest(Request request, Response response, Callback callback)
            throws ServerAuthException {
        String path = Request.getPathInContext(request);
        if (isJSecurityCheck(path)) {
            return signIn(request, response, callback);
        }
        if (request.getSession(false) == null && !AuthenticationState.Deferred.isDeferred(response)) {
            String query = path.equals(CONSOLE) ? placeOf(request) : "";
            redirect(loginPage + query, request, response, callback);
            return AuthenticationState.CHALLENGE;
        }
        return super.validateRequest(request, response, callback);
    }

    private AuthenticationState signIn(Request request, Response response, Callback callback) {
        Fields fields = HttpMethod.POST.is(request.getMethod()) ? FormFields.getFields(request) : Fields.EMPTY;
        UserIdentity user = login(fields.getValue(__J_USERNAME), fields.getValue(__J_PASSWORD), request, response);
        String query = claimedPlace(request);
        if (user == null) {
            redirect(errorPage + query, request, response, callback);
            return AuthenticationState.SEND_FAILURE;
        }
        redirect(CONSOLE + query, request, response, callback);
        return new UserAuthenticationSent(getAuthenticationType(), user);
    }

    /** The console's query, with its question mark, or nothing. */
    private static String placeOf(Request request) {
        return Optional.ofNullable(request.getHttpURI().getQuery())
                .map("?"::concat)
                .filter(PLACE.asMatchPredicate())
                .orElse("");
    }

    private String claimedPlace(Request request) {
        return Optional.ofNullable(request.getHeaders().get(HttpHeader.REFERER))
                .map(REFERRER::matcher)
                .filter(Matcher::matches)
                .filter(referrer -> isDoor(referrer.group(1), Request.getContextPath(request)))
                .map(referrer -> referrer.group(2))
                .orElse("");
    }

    private boolean isDoor(String path, String context) {
        return path.equals(context + loginPage) || path.equals(context + errorPage);
    }

    private static void redirect(String to, Request request, Response response, Callback callback) {
        Response.sendRedirect(request, response, callback, Request.getContextPath(request) + to, true);
    }
}
