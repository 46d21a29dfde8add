package dev.countersign.attack;

import dev.countersign.it.Visitor;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Asks {@code /verify} fifty times a second, each time by a new connection, however long earlier answers take. Thread-
 * safe.
 */
final class HonestClient implements AutoCloseable {

    private static final Duration PERIOD = Duration.ofMillis(20);
    private static final int MAX_WAIT_MILLIS = 10_000;

    private final int port;
    private final byte[] request;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(HonestClient::daemon);
    private final ExecutorService asking = Executors.newCachedThreadPool(HonestClient::daemon);
    private final List<Long> nanos = new ArrayList<>();
    private final List<String> failures = new ArrayList<>();
    private int unanswered;

    /** Asks nothing new until all that was asked is answered. */
    private boolean waiting;

    private HonestClient(int port, String id, String secret) {
        this.port = port;
        this.request = ("GET /countersign/verify HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: "
                        + Visitor.basic(id, secret) + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    static HonestClient start(int port, String id, String secret) {
        HonestClient client = new HonestClient(port, id, secret);
        Future<?> unused = client.clock.scheduleAtFixedRate(
                () -> {
                    long due = System.nanoTime();
                    if (client.begin()) {
                        client.asking.execute(() -> client.ask(due));
                    }
                },
                0,
                PERIOD.toMillis(),
                TimeUnit.MILLISECONDS);
        return client;
    }

    /** What came to all that was asked until now; and begins anew. */
    synchronized Answers answers() throws InterruptedException {
        waiting = true;
        while (unanswered > 0) {
            wait();
        }
        waiting = false;
        List<Long> sorted = nanos.stream().sorted().toList();
        Answers answers = new Answers(sorted, List.copyOf(failures));
        nanos.clear();
        failures.clear();
        return answers;
    }

    @Override
    public void close() {
        clock.shutdownNow();
        asking.shutdownNow();
    }

    private void ask(long due) {
        String answer;
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), MAX_WAIT_MILLIS);
            socket.setSoTimeout(MAX_WAIT_MILLIS);
            socket.getOutputStream().write(request);
            InputStream in = socket.getInputStream();
            answer = new String(in.readNBytes("HTTP/1.1 204".length()), StandardCharsets.US_ASCII);
        } catch (IOException e) {
            answer = e.toString();
        }
        keep(answer, System.nanoTime() - due);
    }

    private synchronized boolean begin() {
        if (!waiting) {
            unanswered++;
        }
        return !waiting;
    }

    private synchronized void keep(String answer, long time) {
        unanswered--;
        notifyAll();
        nanos.add(time);
        if (!answer.equals("HTTP/1.1 204")) {
            failures.add(answer);
        }
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "honest");
        thread.setDaemon(true);
        return thread;
    }

    /**
     * The answers of some time.
     *
     * @param nanos how long each took, the shortest first
     * @param failures what came in the place of a 204
     */
    record Answers(List<Long> nanos, List<String> failures) {

        /** @param share of the answers that came within this time, such as 0.99 */
        Duration percentile(double share) {
            int index = (int) Math.ceil(share * nanos.size()) - 1;
            return Duration.ofNanos(nanos.get(Math.max(0, index)));
        }
    }
}
