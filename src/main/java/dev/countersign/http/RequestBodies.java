package dev.countersign.http;

import dev.countersign.auth.BusyException;
import dev.countersign.task.BackgroundTask;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads or discards the bodies of requests, the only place that does, within limits of size. Bytes that have arrived
 * are read at once; waiting for more takes one of a limited number of places, for a bounded time, so that slow senders
 * cannot occupy the server's threads. Thread-safe.
 */
public final class RequestBodies implements AutoCloseable {

    /** Bodies that are read and have not arrived yet: of all sources together, and of one source. */
    static final int MAX_READ_AT_ONCE = 12;

    static final int MAX_READ_OF_ONE_SOURCE = 6;

    /** Bodies that are discarded and have not arrived yet; beyond that, the connection is closed instead. */
    static final int MAX_DISCARDED_AT_ONCE = 3;

    /** For the whole of a body that is read. */
    static final Duration MAX_READING = Duration.ofSeconds(10);

    /** For the whole of a body that is discarded. */
    static final Duration MAX_DISCARDING = Duration.ofSeconds(1);

    /**
     * How much of a body is discarded; for a longer one the connection is closed, perhaps before the sender has
     * received the refusal.
     */
    static final int MAX_DISCARDED_BYTES = 128 * 1024;

    /** The interval between two checks of the deadlines. */
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);

    /** The initial buffer of a body without an announced length. */
    private static final int FIRST_BYTES = 16 * 1024;

    /** The request attribute with an {@link ArrivingBody.Rest}, where a body was not read to its end. */
    private static final String REST = RequestBodies.class.getName();

    private static final Logger LOG = LoggerFactory.getLogger(RequestBodies.class);

    private final SlowBodies wanted = new SlowBodies(MAX_READ_AT_ONCE, MAX_READ_OF_ONE_SOURCE);
    private final SlowBodies unwanted = new SlowBodies(MAX_DISCARDED_AT_ONCE, MAX_DISCARDED_AT_ONCE);
    private final Function<HttpServletRequest, RequestOrigin> origins;
    private final BackgroundTask watch;

    public RequestBodies(Transport transport) {
        this.origins = transport::originOf;
        this.watch = new BackgroundTask(
                "slow-bodies",
                "request bodies that take too long hold their threads",
                BETWEEN_LOOKS,
                this::interruptOverdue);
    }

    /** Stops the checks of the deadlines; to be called when no more requests come. */
    @Override
    public void close() {
        watch.close();
    }

    private void interruptOverdue() {
        wanted.interruptOverdue();
        unwanted.interruptOverdue();
    }

    /** Writes a response that does not depend on the request's body. */
    @FunctionalInterface
    public interface Writing {

        void write() throws IOException;
    }

    /**
     * The whole body; all other buffers are wiped, since it may hold a secret.
     *
     * @throws BodyException when it has more than {@code maxBytes}, cannot be read, or takes too long
     * @throws BusyException when too many bodies are being waited for
     * @throws IOException when the container has no stream for the body
     */
    public byte[] read(HttpServletRequest request, int maxBytes) throws IOException, BodyException {
        try (ArrivingBody body = arriving(request, wanted, SlowBodies.MAX_QUEUE, MAX_READING)) {
            long announced = body.announced();
            if (announced > maxBytes) {
                throw tooLong(maxBytes);
            }
            // One byte more than announced, for the read that finds the end.
            byte[] buffer = new byte[announced >= 0 ? (int) announced + 1 : Math.min(FIRST_BYTES, maxBytes + 1)];
            int length = 0;
            try {
                for (int read = body.read(buffer, 0); read >= 0; read = body.read(buffer, length)) {
                    length += read;
                    if (length > maxBytes) {
                        throw tooLong(maxBytes);
                    }
                    if (length == buffer.length) {
                        buffer = wiped(buffer, Math.min(2 * length, maxBytes + 1));
                    }
                }
                return length == buffer.length ? buffer : wiped(buffer, length);
            } catch (BodyException | RuntimeException e) {
                body.rest().ifPresent(rest -> request.setAttribute(REST, rest));
                Arrays.fill(buffer, (byte) 0);
                throw e;
            }
        }
    }

    /**
     * Writes a response, and disposes of the rest of the request's body. What arrives soon is discarded first:
     * otherwise a container closes the connection while the sender is still writing, and the sender never receives the
     * response. When the rest does not arrive in time, the connection is closed after the response.
     */
    public void finish(HttpServletRequest request, HttpServletResponse response, Writing answer) throws IOException {
        Object rest = request.getAttribute(REST);
        boolean open = rest != ArrivingBody.Rest.GIVEN_UP
                && rest != ArrivingBody.Rest.BROKEN
                && (rest == ArrivingBody.Rest.NOT_TO_BE_READ || !discard(request))
                && request.getProtocol().startsWith("HTTP/1");
        if (open && !response.isCommitted()) {
            response.setHeader("Connection", "close");
        }
        answer.write();
        if (open) {
            request.setAttribute(REST, ArrivingBody.Rest.GIVEN_UP);
            response.flushBuffer();
            hangUp(request);
        }
    }

    /** The same after a response was made without reading the request's body, unless the response is committed. */
    void settle(HttpServletRequest request, HttpServletResponse response) throws IOException {
        finish(request, response, () -> {});
    }

    private ArrivingBody arriving(HttpServletRequest request, SlowBodies places, Duration queue, Duration life)
            throws IOException {
        return new ArrivingBody(
                request, () -> places.begin(origins.apply(request).source(), queue, life));
    }

    /** Whether the body is at its end. */
    private boolean discard(HttpServletRequest request) {
        if (!mayHaveBody(request)) {
            return true;
        }
        try (ArrivingBody body = arriving(request, unwanted, Duration.ZERO, MAX_DISCARDING)) {
            if (body.isFinished()) {
                return true;
            }
            if (body.announced() > MAX_DISCARDED_BYTES || request.getHeader("Expect") != null) {
                // A sender that waits for a 100 (Continue) may send nothing more.
                return false;
            }
            byte[] away = new byte[4096];
            int left = MAX_DISCARDED_BYTES;
            int read = 0;
            while (read >= 0 && left > 0) {
                read = body.read(away, 0);
                left -= read;
            }
            return read < 0;
        } catch (BodyException | BusyException | IOException e) {
            LOG.debug("the body of a refused request could not be read away", e);
            return false;
        } catch (IllegalStateException e) {
            LOG.debug("the body was read by getReader()", e);
            return true;
        }
    }

    /**
     * Abandons the rest of the body. Tomcat and Undertow would otherwise read it themselves, and occupy this thread for
     * as long as the sender takes. Tomcat closes the connection after a committed response when its own exception for
     * broken connections is thrown; Undertow does not wait for a closed stream, and an interrupted thread closes it at
     * once. Jetty does not wait.
     *
     * @throws IOException on Tomcat
     */
    private static void hangUp(HttpServletRequest request) throws IOException {
        Optional<IOException> abort = TomcatAbort.of(request);
        if (abort.isPresent()) {
            throw abort.get();
        }
        Thread.currentThread().interrupt();
        try {
            request.getInputStream().close();
        } catch (IOException | RuntimeException e) {
            LOG.debug("the body of a refused request was given up", e);
        } finally {
            Thread.interrupted();
        }
    }

    /** Whether the header fields announce a body. Over HTTP/2, no container waits for an unannounced one. */
    static boolean mayHaveBody(HttpServletRequest request) {
        return request.getContentLengthLong() > 0 || ArrivingBody.isChunked(request);
    }

    private static byte[] wiped(byte[] buffer, int length) {
        byte[] copy = Arrays.copyOf(buffer, length);
        Arrays.fill(buffer, (byte) 0);
        return copy;
    }

    private static BodyException tooLong(int maxBytes) {
        return new BodyException(413, "the body is longer than " + maxBytes + " bytes");
    }
}
