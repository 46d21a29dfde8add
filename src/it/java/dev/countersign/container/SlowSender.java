package dev.countersign.container;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Sends the head of a request at once, and of its body one byte now and then, for ever. */
final class SlowSender implements AutoCloseable {

    /** Undertow then reads what still comes without any thread, and other containers close the connection. */
    private static final String LAST = "Connection: close";

    private final Socket socket;
    private final byte[] drops;
    private final StringBuilder heard = new StringBuilder();
    private int sent;

    SlowSender(int port, String head, String drops) throws IOException {
        this.socket = new Socket(InetAddress.getLoopbackAddress(), port);
        this.drops = drops.getBytes(StandardCharsets.ISO_8859_1);
        socket.getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));
    }

    /**
     * Sends one more byte, when nothing was heard for this long; whether the other side has given the last answer or
     * hung up.
     */
    boolean isDoneWithin(Duration pause) {
        try {
            socket.setSoTimeout(Math.toIntExact(pause.toMillis()));
            int next = socket.getInputStream().read();
            while (next >= 0 && !heard.toString().contains(LAST)) {
                heard.append((char) next);
                next = socket.getInputStream().read();
            }
            return true;
        } catch (SocketTimeoutException silence) {
            return !drips();
        } catch (IOException reset) {
            return true;
        }
    }

    private boolean drips() {
        try {
            socket.getOutputStream().write(drops[Math.min(sent++, drops.length - 1)]);
            return true;
        } catch (IOException closed) {
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
