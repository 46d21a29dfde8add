package dev.countersign.launch;

import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Serves the metadata of the application at the host's root too, where clients look for that of an issuer with a path
 * (RFC 8414, section 3.1). The application answers, to its own methods only. Stateless.
 */
final class RootMetadata extends Handler.Wrapper {
    private static final String WELL_KNOWN = "/.well-known/oauth-authorization-server";
    private static final String AT_ROOT = WELL_KNOWN + Installation.CONTEXT_PATH;
    private static final String IN_CONTEXT = Installation.CONTEXT_PATH + WELL_KNOWN;

    RootMetadata(Handler application) {
        super(application);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        HttpURI uri = request.getHttpURI();
        // In no other spelling: nothing that is reached by the one path may be reached by another.
        if (!AT_ROOT.equals(uri.getPath())) {
            return super.handle(request, response, callback);
        }
        return super.handle(Request.serveAs(request, HttpURI.build(uri).path(IN_CONTEXT)), response, callback);
    }
}
