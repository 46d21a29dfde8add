package dev.countersign.launch;

import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Sends a pipelined request (RFC 9112, section 9.3.2) to the end of the queue for a thread. By itself Jetty answers all
 * requests of one connection in a row, and a thousand of them would keep the thread from other connections.
 * Stateless.
 */
final class TakingTurns extends Handler.Wrapper {
    /** Requests of one connection in a row. */
    private static final int MAX_IN_ONE_TURN = 16;

    TakingTurns(Handler handler) {
        super(handler);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        int pipelined = PeerEndPoint.peer(request).pipelined();
        if (pipelined == 0 || pipelined % MAX_IN_ONE_TURN != 0) {
            return super.handle(request, response, callback);
        }
        request.getContext().execute(() -> handleInTurn(request, response, callback));
        return true;
    }

    private void handleInTurn(Request request, Response response, Callback callback) {
        try {
            if (!super.handle(request, response, callback)) {
                Response.writeError(request, response, callback, HttpStatus.NOT_FOUND_404);
            }
        } catch (Exception e) {
            Response.writeError(request, response, callback, e);
        }
    }
}
