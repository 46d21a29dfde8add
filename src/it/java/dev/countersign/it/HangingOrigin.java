package dev.countersign.it;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A client's origin that takes every connection and never says anything, on loopback. Thread-safe. */
public final class HangingOrigin implements AutoCloseable {

    private final ServerSocket socket = new ServerSocket(0, 1000, InetAddress.getLoopbackAddress());
    private final Queue<Socket> taken = new ConcurrentLinkedQueue<>();
    private final CountDownLatch visited = new CountDownLatch(1);

    /** Hangs from now on. */
    public HangingOrigin() throws IOException {
        Thread thread = new Thread(this::take, "hanging-origin");
        thread.setDaemon(true);
        thread.start();
    }

    /** Scheme, host and port. */
    public String origin() {
        return "http://localhost:" + socket.getLocalPort();
    }

    /** Whether somebody came before the time was up. */
    public boolean awaitVisit(long seconds) throws InterruptedException {
        return visited.await(seconds, TimeUnit.SECONDS);
    }

    /** How often somebody came. */
    public int visits() {
        return taken.size();
    }

    /** Hangs up on everybody. */
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
                taken.add(socket.accept());
                visited.countDown();
            }
        } catch (IOException e) {
            // It was closed; anything else would show as a visit that never came.
            visited.countDown();
        }
    }
}
