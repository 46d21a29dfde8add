package dev.countersign.http;

import dev.countersign.auth.BusyException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One request body on its way. A read that has to wait for bytes takes one of a limited number of places. Not
 * thread-safe.
 */
final class ArrivingBody implements AutoCloseable {

    private final ServletInputStream in;
    private final long announced;
    private final Supplier<Optional<SlowBodies.Wait>> places;
    private long come;
    private @Nullable Rest rest;
    private SlowBodies.@Nullable Wait wait;

    /**
     * Before the first byte.
     *
     * @param places gives a place, when a read has to wait; empty: none is free
     * @throws IOException when the container has no stream for the body
     */
    ArrivingBody(HttpServletRequest request, Supplier<Optional<SlowBodies.Wait>> places) throws IOException {
        this.in = request.getInputStream();
        this.announced = announced(request);
        this.places = places;
    }

    /** How the rest of a body is handled. */
    enum Rest {

        /**
         * The read took too long. After an interrupted read, Undertow's stream serves old bytes of its buffer, so it
         * must not be read on.
         */
        NOT_TO_BE_READ,

        /** Its framing is invalid or it was cut off: containers notice and close the connection themselves. */
        BROKEN,

        /** Nothing: its connection was closed. */
        GIVEN_UP
    }

    static boolean isChunked(HttpServletRequest request) {
        return request.getHeader("Transfer-Encoding") != null;
    }

    /** In bytes; negative: no length is announced. */
    long announced() {
        return announced;
    }

    boolean isFinished() {
        return in.isFinished();
    }

    /** Empty as long as reading has not failed. */
    Optional<Rest> rest() {
        return Optional.ofNullable(rest);
    }

    /**
     * As {@link java.io.InputStream#read(byte[], int, int)}, to the end of {@code into}.
     *
     * @throws BodyException when it cannot be read, or takes too long
     * @throws BusyException when no place is free
     */
    int read(byte[] into, int offset) throws BodyException {
        try {
            if (wait == null && mayWait()) {
                wait = places.get().orElseThrow(() -> new BusyException("too many requests are being waited for"));
            }
            if (wait != null && wait.isOver()) {
                throw tooSlow();
            }
            int read = in.read(into, offset, into.length - offset);
            come += read;
            return read;
        } catch (BusyException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            // The body was cut off or its framing is invalid; Jetty reports the latter by runtime exceptions.
            if ((wait != null && wait.isOver()) || isTimeout(e) || isTimeout(e.getCause())) {
                throw tooSlow();
            }
            rest = Rest.BROKEN;
            throw new BodyException(400, "the body cannot be read");
        }
    }

    /**
     * Tomcat counts bytes of chunk framing as available, so only with an announced length does {@code available()} mean
     * that the next read does not block.
     */
    private boolean mayWait() throws IOException {
        return !in.isFinished() && (announced < 0 || (come < announced && in.available() <= 0));
    }

    private static boolean isTimeout(@Nullable Throwable failure) {
        return failure instanceof SocketTimeoutException || failure instanceof TimeoutException;
    }

    private BodyException tooSlow() {
        rest = Rest.NOT_TO_BE_READ;
        return new BodyException(408, "the body takes too long");
    }

    private static long announced(HttpServletRequest request) {
        if (isChunked(request)) {
            return -1;
        }
        long length = request.getContentLengthLong();
        return length < 0 && request.getProtocol().startsWith("HTTP/1") ? 0 : length;
    }

    @Override
    public void close() {
        if (wait != null) {
            wait.close();
        }
    }
}
