package dev.countersign.attack;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

/**
 * Sends complete requests as fast as they are answered, on connections from many addresses. Used by one thread, and
 * has its own.
 */
final class Flood implements Attacker {

    private static final int MAX_REQUESTS_PER_CONNECTION = 10;
    private static final int MAX_WAIT_MILLIS = 10_000;

    private final InetSocketAddress server;
    private final int connections;
    private final Sources sources;
    private final IntFunction<String> requests;
    private final AtomicInteger begun = new AtomicInteger();

    /** @param requests the request of each number */
    Flood(InetSocketAddress server, int connections, int sources, IntFunction<String> requests) {
        this.server = server;
        this.connections = connections;
        this.sources = new Sources(sources);
        this.requests = requests;
    }

    @Override
    public long run(Duration time) throws InterruptedException {
        long end = System.nanoTime() + time.toNanos();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < connections; i++) {
            Thread thread = new Thread(() -> sendUntil(end), "flood-" + i);
            thread.setDaemon(true);
            thread.start();
            threads.add(thread);
        }
        for (Thread thread : threads) {
            thread.join(time.plusMillis(MAX_WAIT_MILLIS).toMillis());
        }
        return begun.get();
    }

    private void sendUntil(long end) {
        while (System.nanoTime() < end) {
            try (Socket socket = new Socket()) {
                socket.bind(nextSource());
                socket.connect(server, MAX_WAIT_MILLIS);
                socket.setSoTimeout(MAX_WAIT_MILLIS);
                send(socket, end);
            } catch (IOException e) {
                // The server is free to close it: the next one is opened.
                Thread.onSpinWait();
            }
        }
    }

    private synchronized InetSocketAddress nextSource() {
        return sources.next();
    }

    private void send(Socket socket, long end) throws IOException {
        OutputStream out = socket.getOutputStream();
        InputStream in = socket.getInputStream();
        byte[] answer = new byte[16 * 1024];
        for (int i = 0; i < MAX_REQUESTS_PER_CONNECTION && System.nanoTime() < end; i++) {
            out.write(requests.apply(begun.getAndIncrement()).getBytes(StandardCharsets.US_ASCII));
            // The first part of the answer will do: the rest is read with the next one.
            if (in.read(answer) < 0) {
                return;
            }
        }
    }
}
