package dev.countersign.launch;

import java.net.SocketTimeoutException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Invocable;
import org.jspecify.annotations.Nullable;

/**
 * Reads bodies without a thread, as far as {@link EarlyBody} says, before the request is dispatched: a slow sender
 * occupies no thread. {@link Peers} bounds the gathered bytes of all senders together. Stateless.
 */
final class BodyGatherer extends Handler.Wrapper {
    private static final int RETRY_AFTER_SECONDS = 1;

    /**
     * Per body, which makes sixteen bytes per chunk on average at least: each chunk costs the selector as much as
     * hundreds of bytes do.
     */
    private static final int MAX_PIECES = 4096;

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        if (!hasBody(request.getHeaders())) {
            return super.handle(request, response, callback);
        }
        EarlyBody early = EarlyBody.of(
                request.getMethod(),
                Request.getPathInContext(request),
                request.getHeaders().getValuesList(HttpHeader.CONTENT_TYPE));
        Gathering gathering = new Gathering(request, response, callback, early);
        return !gathering.begin() || gathering.handOn();
    }

    private static boolean hasBody(HttpFields headers) {
        return headers.contains(HttpHeader.CONTENT_LENGTH) || headers.contains(HttpHeader.TRANSFER_ENCODING);
    }

    private boolean next(Request request, Response response, Callback callback) throws Exception {
        return super.handle(request, response, callback);
    }

    /** One request, whose body comes in pieces; synchronized against the clock, which ends the wait for it. */
    private final class Gathering implements Invocable.Task {
        private final Request request;
        private final Response response;
        private final Callback callback;
        private final EarlyBody early;
        private final Peer peer;
        private final GatheredBody body = new GatheredBody();
        /** The chunk behind the gathered part: the end, a failure, or the one that is too much. */
        private Content.@Nullable Chunk rest;

        private int pieces;
        /** Whether the request was handed on or refused. */
        private boolean done;

        Gathering(Request request, Response response, Callback callback, EarlyBody early) {
            this.request = request;
            this.response = response;
            this.callback = callback;
            this.early = early;
            peer = PeerEndPoint.peer(request);
        }

        @Override
        public InvocationType getInvocationType() {
            return InvocationType.NON_BLOCKING;
        }

        /** Whether the body is gathered; false: more is to come, or the request has been refused. */
        synchronized boolean begin() {
            if (early == EarlyBody.NONE) {
                return true;
            }
            return request.getLength() > early.maxBytes() ? isTooLong(null) : gather();
        }

        /** Called when more has come, by the selector's thread: must not block, since other connections wait for it. */
        @Override
        public synchronized void run() {
            if (!done && gather()) {
                done = true;
                request.getContext().execute(this::answer);
            }
        }

        /**
         * Called by the clock when the body has not come in time. The application answers: it needs no body where the
         * credential is in the header, and logs why it refuses otherwise.
         */
        private synchronized void expire() {
            if (done) {
                return;
            }
            done = true;
            rest = Content.Chunk.from(new SocketTimeoutException("the body takes too long"), true);
            try {
                request.getContext().execute(this::answer);
            } catch (RejectedExecutionException e) {
                // The server stops, or has no thread left.
                peer.close();
            }
        }

        private boolean gather() {
            for (Content.Chunk chunk = request.read(); chunk != null; chunk = request.read()) {
                if (Content.Chunk.isFailure(chunk)) {
                    // The application refuses a badly framed body, since its answer depends on the path.
                    rest = chunk;
                    return !(chunk.getFailure() instanceof TimeoutException) || refuse(HttpStatus.REQUEST_TIMEOUT_408);
                }
                pieces++;
                if (pieces > MAX_PIECES) {
                    chunk.release();
                    return refuse(HttpStatus.BAD_REQUEST_400);
                }
                if (body.length() + chunk.remaining() > early.maxBytes()) {
                    return isTooLong(chunk);
                }
                boolean last = chunk.isLast();
                boolean kept = keep(chunk);
                chunk.release();
                if (!kept) {
                    response.getHeaders().put(HttpHeader.RETRY_AFTER, RETRY_AFTER_SECONDS);
                    return refuse(HttpStatus.SERVICE_UNAVAILABLE_503);
                }
                if (last) {
                    rest = Content.Chunk.EOF;
                    return true;
                }
            }
            peer.waitsForBody(this::expire);
            request.demand(this);
            return false;
        }

        boolean handOn() throws Exception {
            peer.arrived();
            GatheredRequest gathered = new GatheredRequest(request, peer, body, rest);
            return next(gathered, response, gathered.releasing(callback));
        }

        private void answer() {
            try {
                if (!handOn()) {
                    Response.writeError(request, response, callback, HttpStatus.NOT_FOUND_404);
                }
            } catch (Exception e) {
                Response.writeError(request, response, callback, e);
            }
        }

        private boolean keep(Content.Chunk chunk) {
            int growth = body.growth(chunk.remaining(), early.maxBytes());
            if (growth > 0 && !peer.reserve(body, growth)) {
                return false;
            }
            body.add(chunk.getByteBuffer(), growth);
            return true;
        }

        /** @param chunk that is too much; null: the body is announced as longer */
        private boolean isTooLong(Content.@Nullable Chunk chunk) {
            rest = chunk;
            return early != EarlyBody.LOGIN || refuse(HttpStatus.PAYLOAD_TOO_LARGE_413);
        }

        private boolean refuse(int status) {
            done = true;
            if (rest != null) {
                rest.release();
            }
            peer.release(body);
            body.drop();
            peer.arrived();
            Response.writeError(request, response, callback, status);
            return false;
        }
    }
}
