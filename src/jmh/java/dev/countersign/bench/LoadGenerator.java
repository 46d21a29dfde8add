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
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;

/**
 * Sends requests one after the other through kept-alive connections to a server on this machine, as fast as it answers.
 */
record LoadGenerator(int port, int connections, Optional<SSLContext> tls) {

    private static final String CONTENT_LENGTH = "Content-Length:";

    /** Without TLS. */
    LoadGenerator(int port, int connections) {
        this(port, connections, Optional.empty());
    }

    /**
     * How many requests a second were granted; the same one over and over.
     *
     * @throws IllegalStateException on any other answer: it would be the wrong thing that is measured
     */
    double requestsPerSecond(String request, Duration time) throws InterruptedException {
        byte[] bytes = request.getBytes(StandardCharsets.US_ASCII);
        long end = System.nanoTime() + time.toNanos();
        return perSecond(() -> System.nanoTime() < end ? Optional.of(bytes) : Optional.empty());
    }

    /** The same, each of these once. */
    double requestsPerSecond(List<byte[]> requests) throws InterruptedException {
        return perSecond(each(requests));
    }

    /** How long each answer to these took, in nanoseconds, the shortest first. */
    List<Long> times(List<byte[]> requests) throws InterruptedException {
        List<Long> times = new ArrayList<>(send(each(requests)));
        times.sort(null);
        return times;
    }

    private double perSecond(Supplier<Optional<byte[]>> requests) throws InterruptedException {
        long start = System.nanoTime();
        int answered = send(requests).size();
        return answered * 1e9 / (System.nanoTime() - start);
    }

    private static Supplier<Optional<byte[]>> each(List<byte[]> requests) {
        AtomicInteger next = new AtomicInteger();
        return () -> {
            int number = next.getAndIncrement();
            return number < requests.size() ? Optional.of(requests.get(number)) : Optional.empty();
        };
    }

    /** Until there are no more of them. How long each took. */
    private List<Long> send(Supplier<Optional<byte[]>> requests) throws InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(connections);
        try {
            List<Callable<List<Long>>> loops = new ArrayList<>();
            for (int i = 0; i < connections; i++) {
                loops.add(() -> loop(requests));
            }
            List<Long> times = new ArrayList<>();
            for (Future<List<Long>> loop : threads.invokeAll(loops)) {
                times.addAll(loop.get());
            }
            return times;
        } catch (ExecutionException e) {
            throw new IllegalStateException("the load run failed", e);
        } finally {
            threads.shutdownNow();
        }
    }

    private Socket connect() throws IOException {
        InetAddress here = InetAddress.getLoopbackAddress();
        return tls.isPresent() ? tls.get().getSocketFactory().createSocket(here, port) : new Socket(here, port);
    }

    private List<Long> loop(Supplier<Optional<byte[]>> requests) throws IOException {
        List<Long> times = new ArrayList<>();
        Optional<byte[]> request = requests.get();
        while (request.isPresent()) {
            request = untilClosed(request, requests, times);
        }
        return times;
    }

    /**
     * Servers close a connection after so many requests; Tomcat after 100, unless it is told otherwise. What is to be
     * sent next.
     */
    private Optional<byte[]> untilClosed(Optional<byte[]> first, Supplier<Optional<byte[]>> requests, List<Long> times)
            throws IOException {
        try (Socket socket = connect()) {
            socket.setTcpNoDelay(true);
            OutputStream out = socket.getOutputStream();
            InputStream in = new BufferedInputStream(socket.getInputStream());
            Optional<byte[]> request = first;
            boolean open = true;
            while (open && request.isPresent()) {
                long start = System.nanoTime();
                out.write(request.get());
                open = readGranted(in);
                times.add(System.nanoTime() - start);
                request = requests.get();
            }
            return request;
        }
    }

    /** Reads a 204, or a 200 with its body. Whether the connection may be used again. */
    private static boolean readGranted(InputStream in) throws IOException {
        String line = line(in);
        boolean noContent = line.startsWith("HTTP/1.1 204");
        if (!noContent && !line.startsWith("HTTP/1.1 200")) {
            throw new IllegalStateException("answered " + line);
        }
        boolean open = true;
        int length = noContent ? 0 : -1;
        while (!line.isEmpty()) {
            line = line(in);
            open &= !line.equalsIgnoreCase("Connection: close");
            if (line.regionMatches(true, 0, CONTENT_LENGTH, 0, CONTENT_LENGTH.length())) {
                length =
                        Integer.parseInt(line.substring(CONTENT_LENGTH.length()).strip());
            }
        }
        if (length < 0) {
            throw new IllegalStateException("an answer without Content-Length");
        }
        in.skipNBytes(length);
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
