package dev.countersign.it;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A client's origin on loopback that takes every connection and never says anything, at once or when it is told to.
 * Thread-safe.
 */
public final class HangingOrigin implements AutoCloseable {

    private final ServerSocket socket = new ServerSocket(0, 1000, InetAddress.getLoopbackAddress());
    private final Queue<Socket> taken = new ConcurrentLinkedQueue<>();
    private final CountDownLatch visited = new CountDownLatch(1);
    private volatile boolean hangs;

    /** Hangs from now on. */
    public HangingOrigin() throws IOException {
        this(true);
    }

    private HangingOrigin(boolean hangs) throws IOException {
        this.hangs = hangs;
        Thread thread = new Thread(this::take, "hanging-origin");
        thread.setDaemon(true);
        thread.start();
    }

    /** Closes every connection until it is told to hang. */
    static HangingOrigin later() throws IOException {
        return new HangingOrigin(false);
    }

    void hang() {
        hangs = true;
    }

    /** Scheme, host and port. */
    public String origin() {
        return "http://localhost:" + socket.getLocalPort();
    }

    /** Whether a connection that hangs came before the time was up. */
    public boolean awaitVisit(long seconds) throws InterruptedException {
        return visited.await(seconds, TimeUnit.SECONDS);
    }

    /** The number of connections that hang. */
    public int visits() {
        return taken.size();
    }

    /** Closes all connections. */
    @Override
    public void close() throws IOException {
        socket.close();
        for (Socket connection : taken) {
            connection.close();
        }
    }

    private void take() {
        try {
            while (!socket.isClosed()) {
                Socket connection = socket.accept();
                if (hangs) {
                    taken.add(connection);
                    visited.countDown();
                } else {
                    connection.close();
                }
            }
        } catch (IOException e) {
            // It was closed; anything else would show as a visit that never came.
            visited.countDown();
        }
    }
}
