package dev.countersign.launch;

import java.util.Set;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.FormFields;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Takes the login form by POST only, since a password in a URL ends up in logs and histories; from our own page only, or another site could
 * sign somebody in as somebody else (Fetch Metadata, section 2.4); and only when it can be read. Stateless.
 */
final class LoginGuard extends Handler.Wrapper {
    /** As it is called around the application, and within it. */
    private static final Set<String> LOGIN =
            Set.of(Installation.CONTEXT_PATH + ConsoleAuthenticator.LOGIN, ConsoleAuthenticator.LOGIN);

    private static final Set<String> OURS = Set.of("same-origin", "none");

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        if (!LOGIN.contains(Request.getPathInContext(request))) {
            return super.handle(request, response, callback);
        }
        int refusal = refusal(request);
        if (refusal != 0) {
            Response.writeError(request, response, callback, refusal);
            return true;
        }
        return super.handle(request, response, callback);
    }

    /** The status, or 0. */
    private static int refusal(Request request) {
        if (!HttpMethod.POST.is(request.getMethod())) {
            return HttpStatus.METHOD_NOT_ALLOWED_405;
        }
        if (!OURS.containsAll(request.getHeaders().getValuesList("Sec-Fetch-Site"))) {
            return HttpStatus.FORBIDDEN_403;
        }
        try {
            // Read here once, and kept for the login.
            FormFields.getFields(request);
            return 0;
        } catch (RuntimeException e) {
            return HttpStatus.BAD_REQUEST_400;
        }
    }
}
