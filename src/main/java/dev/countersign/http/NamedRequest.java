package dev.countersign.http;

import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/** A thread that handles a request of which it has the id; closed by the same thread when the request leaves it. */
final class NamedRequest {

    /** Of the thread before: that of another application in a nested dispatch, or none. */
    private final @Nullable String before;

    private NamedRequest(@Nullable String before) {
        this.before = before;
    }

    /** Tells the id to the log lines of this thread, and to the sender. */
    static NamedRequest begin(String id, HttpServletResponse response) {
        String before = MDC.get(RequestId.KEY);
        MDC.put(RequestId.KEY, id);
        response.setHeader(RequestId.HEADER, id);
        return new NamedRequest(before);
    }

    void close() {
        if (before == null) {
            MDC.remove(RequestId.KEY);
        } else {
            MDC.put(RequestId.KEY, before);
        }
    }
}
