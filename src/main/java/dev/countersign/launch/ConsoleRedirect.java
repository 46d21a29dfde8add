package dev.countersign.launch;

import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Leads from the host's root to the console. */
final class ConsoleRedirect extends Handler.Abstract.NonBlocking {

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        if (!request.getHttpURI().getCanonicalPath().equals("/")) {
            return false;
        }
        response.setStatus(HttpStatus.FOUND_302);
        // Relative (RFC 9110, section 10.2.2), so that it does not depend on the request's Host.
        response.getHeaders().put(HttpHeader.LOCATION, Installation.CONTEXT_PATH + "/console/");
        callback.succeeded();
        return true;
    }
}
