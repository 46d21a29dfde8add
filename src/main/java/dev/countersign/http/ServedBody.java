package dev.countersign.http;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Serves a body that was read already, to readers that block and to those that do not (Jakarta Servlet 6.0, section
 * 3.7). Not thread-safe, like any input stream of a request.
 */
final class ServedBody extends ServletInputStream {

    private final HttpServletRequest request;
    private final byte[] body;
    private int position;
    private @Nullable ReadListener listener;
    private boolean toldAll;

    ServedBody(HttpServletRequest request, byte[] body) {
        this.request = request;
        this.body = body;
    }

    @Override
    public int read() {
        return position < body.length ? body[position++] & 0xFF : -1;
    }

    @Override
    public int read(byte[] into, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, into.length);
        int count = Math.min(length, available());
        if (count == 0 && length > 0) {
            return -1;
        }
        System.arraycopy(body, position, into, offset, count);
        position += count;
        return count;
    }

    @Override
    public long skip(long count) {
        int skipped = (int) Math.max(0, Math.min(count, available()));
        position += skipped;
        return skipped;
    }

    @Override
    public int available() {
        return body.length - position;
    }

    @Override
    public boolean isFinished() {
        return position == body.length;
    }

    @Override
    public boolean isReady() {
        return true;
    }

    /** The listener is called by a thread of the container's, as it would be for a body that arrives. */
    @Override
    public void setReadListener(ReadListener readListener) {
        Objects.requireNonNull(readListener);
        if (listener != null) {
            throw new IllegalStateException("there is a listener already");
        }
        AsyncContext context = request.getAsyncContext(); // throws when the request is not asynchronous, as it should
        listener = readListener;
        context.start(() -> tell(readListener));
    }

    private void tell(ReadListener told) {
        try {
            if (!isFinished()) {
                told.onDataAvailable();
            }
            if (isFinished() && !toldAll) {
                toldAll = true;
                told.onAllDataRead();
            }
        } catch (IOException | RuntimeException e) {
            told.onError(e);
        }
    }
}
