package dev.countersign.launch;

import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.security.AuthenticationState;
import org.eclipse.jetty.security.ServerAuthException;
import org.eclipse.jetty.security.authentication.FormAuthenticator;
import org.eclipse.jetty.server.FormFields;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;
import org.jspecify.annotations.Nullable;

/**
 * Jetty's FORM login, in one place and with nothing kept for strangers. By itself it takes a login at the end of any path, {@code /verify} too, and the
 * password from a query string; and it remembers for each stranger what was asked for, forms included, until there is no memory left. Thread-safe.
 */
final class ConsoleAuthenticator extends FormAuthenticator {
    static final String LOGIN = "/console" + __J_SECURITY_CHECK;

    private String loginPage = "";

    @Override
    public void setConfiguration(Configuration configuration) {
        super.setConfiguration(configuration);
        loginPage = configuration.getParameter(__FORM_LOGIN_PAGE);
    }

    @Override
    public boolean isJSecurityCheck(String path) {
        return path.equals(LOGIN);
    }

    @Override
    public @Nullable AuthenticationState validateRequest(Request request, Response response, Callback callback)
            throws ServerAuthException {
        boolean stranger = request.getSession(false) == null && !isJSecurityCheck(Request.getPathInContext(request));
        if (stranger && !AuthenticationState.Deferred.isDeferred(response)) {
            Response.sendRedirect(request, response, callback, Request.getContextPath(request) + loginPage, true);
            return AuthenticationState.CHALLENGE;
        }
        return super.validateRequest(request, response, callback);
    }

    /** Those of the body only. */
    @Override
    protected Fields getParameters(Request request) {
        return HttpMethod.POST.is(request.getMethod()) ? FormFields.getFields(request) : Fields.EMPTY;
    }
}
