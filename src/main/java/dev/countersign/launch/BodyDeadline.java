package dev.countersign.launch;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * Closes the connection of a request whose body does not arrive in time. Stands around the handler that gathers bodies without holding a thread, which by
 * itself would wait for ever; {@link Met} stands behind that handler. Immutable.
 */
final class BodyDeadline extends Handler.Wrapper {

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(20);
    private static final String TASK = BodyDeadline.class.getName();

    BodyDeadline(Handler gathering) {
        super(gathering);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        if (hasBody(request.getHeaders())) {
            Scheduler scheduler = request.getComponents().getScheduler();
            Runnable close = () -> request.getConnectionMetaData()
                    .getConnection()
                    .getEndPoint()
                    .close();
            request.setAttribute(TASK, scheduler.schedule(close, LONGEST_WAIT.toMillis(), TimeUnit.MILLISECONDS));
        }
        return super.handle(request, response, callback);
    }

    private static boolean hasBody(HttpFields headers) {
        return headers.contains(HttpHeader.CONTENT_LENGTH) || headers.contains(HttpHeader.TRANSFER_ENCODING);
    }

    /** Takes the deadline away: the body is there, or as much of it as is gathered. */
    static final class Met extends Handler.Wrapper {

        Met(Handler handler) {
            super(handler);
        }

        @Override
        public boolean handle(Request request, Response response, Callback callback) throws Exception {
            if (request.getAttribute(TASK) instanceof Scheduler.Task task) {
                task.cancel();
            }
            return super.handle(request, response, callback);
        }
    }
}
