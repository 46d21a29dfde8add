package dev.countersign.bench;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Sends one request over and over through kept-alive connections to a server on this machine, as fast as it answers. */
record LoadGenerator(int port, int connections) {

    /**
     * How many requests a second were answered with 204.
     *
     * @throws IllegalStateException on any other answer: it would be the wrong thing that is measured
     */
    double requestsPerSecond(String request, Duration time) throws InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(connections);
        try {
            long start = System.nanoTime();
            long end = start + time.toNanos();
            List<Callable<Long>> loops = new ArrayList<>();
            for (int i = 0; i < connections; i++) {
                loops.add(() -> loop(request.getBytes(StandardCharsets.US_ASCII), end));
            }
            long answered = 0;
            for (Future<Long> loop : threads.invokeAll(loops)) {
                answered += loop.get();
            }
            return answered * 1e9 / (System.nanoTime() - start);
        } catch (ExecutionException e) {
            throw new IllegalStateException("the load run failed", e);
        } finally {
            threads.shutdownNow();
        }
    }

    private long loop(byte[] request, long end) throws IOException {
        long answered = 0;
        while (System.nanoTime() < end) {
            answered += untilClosed(request, end);
        }
        return answered;
    }

    /** Servers close a connection after so many requests; Tomcat after 100, unless it is told otherwise. */
    private long untilClosed(byte[] request, long end) throws IOException {
        long answered = 0;
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setTcpNoDelay(true);
            OutputStream out = socket.getOutputStream();
            InputStream in = new BufferedInputStream(socket.getInputStream());
            boolean open = true;
            while (open && System.nanoTime() < end) {
                out.write(request);
                open = readNoContent(in);
                answered++;
            }
        }
        return answered;
    }

    /** Whether the connection may be used again. A 204 ends with its header. */
    private static boolean readNoContent(InputStream in) throws IOException {
        String line = line(in);
        if (!line.startsWith("HTTP/1.1 204")) {
            throw new IllegalStateException("answered " + line);
        }
        boolean open = true;
        while (!line.isEmpty()) {
            line = line(in);
            open &= !line.equalsIgnoreCase("Connection: close");
        }
        return open;
    }

    static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder(64);
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException("the server closed the connection");
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }
}
