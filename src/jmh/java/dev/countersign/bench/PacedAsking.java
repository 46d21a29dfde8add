package dev.countersign.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Iterator;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * One client that asks a hundred times a second, each time on a connection of its own, whether it is answered or not;
 * until it is closed.
 */
final class PacedAsking implements AutoCloseable {

    /** So many requests are enough for any round. */
    static final int MOST = 3_000;

    /** More than one origin may keep waiting. */
    private static final int THREADS = 64;

    private static final long PAUSE_MILLIS = 10;

    private final int port;
    private final Iterator<byte[]> requests;
    private volatile boolean closed;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final CountDownLatch asked = new CountDownLatch(THREADS);

    PacedAsking(int port, Iterator<byte[]> requests) {
        this.port = port;
        this.requests = requests;
        var unused = clock.scheduleAtFixedRate(this::next, 0, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Returns when it is well under way. */
    void awaitFirst() throws InterruptedException {
        if (!asked.await(1, TimeUnit.MINUTES)) {
            throw new IllegalStateException("nobody could ask");
        }
    }

    @Override
    public void close() throws IOException {
        closed = true;
        clock.shutdownNow();
        threads.shutdownNow();
        for (Socket socket : open) {
            socket.close();
        }
    }

    private void next() {
        if (requests.hasNext()) {
            byte[] request = requests.next();
            threads.execute(() -> ask(request));
        }
    }

    private void ask(byte[] request) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            open.add(socket);
            if (closed) {
                return;
            }
            socket.getOutputStream().write(request);
            asked.countDown();
            LoadGenerator.line(socket.getInputStream());
            open.remove(socket);
        } catch (IOException e) {
            // Ended while it waited; a server that answers nobody would show in the times of the others.
            asked.countDown();
        }
    }
}
