package dev.countersign.launch;

import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * A request whose body begins with the gathered part. Reading on behind it may make a thread wait; {@link Peers} bounds
 * the number of such threads. Not thread-safe.
 */
final class GatheredRequest extends Request.Wrapper {
    private final Peer peer;
    private final GatheredBody body;
    private Content.@Nullable Chunk rest;
    private boolean begun;

    /** @param rest the chunk behind the gathered part, which may be the last one; null: not read yet */
    GatheredRequest(Request request, Peer peer, GatheredBody body, Content.@Nullable Chunk rest) {
        super(request);
        this.peer = peer;
        this.body = body;
        this.rest = rest;
    }

    @Override
    public Content.@Nullable Chunk read() {
        boolean whole = rest == Content.Chunk.EOF;
        if (!begun && body.length() > 0) {
            begun = true;
            return Content.Chunk.from(body.content(), whole);
        }
        Content.Chunk next = rest;
        if (next == null) {
            return super.read();
        }
        rest = Content.Chunk.next(next);
        return next;
    }

    @Override
    public void demand(Runnable callback) {
        if (rest != null) {
            callback.run();
            return;
        }
        peer.stalls();
        super.demand(callback);
    }

    /** Frees the gathered body, then calls {@code callback}. */
    Callback releasing(Callback callback) {
        return new Callback.Nested(callback) {
            @Override
            public void succeeded() {
                letGo();
                super.succeeded();
            }

            @Override
            public void failed(Throwable reason) {
                letGo();
                super.failed(reason);
            }
        };
    }

    private void letGo() {
        Content.Chunk left = rest;
        if (left != null) {
            left.release();
        }
        peer.release(body);
    }
}
