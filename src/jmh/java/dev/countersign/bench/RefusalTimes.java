package dev.countersign.bench;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.LongSummaryStatistics;

/**
 * How long each kind of refusal takes, over {@value #TRIES} tries of each, one kind after the other in turn, on one
 * connection.
 */
final class RefusalTimes {

    private static final int TRIES = 1000;
    private static final int WARM_UP = 300;

    private final int port;
    private int sources;

    RefusalTimes(int port) {
        this.port = port;
    }

    /**
     * Of these kinds; the last line is how many times as long as the fastest the slowest takes.
     *
     * @return that ratio
     */
    double print(List<Kind> kinds) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(socket.getInputStream());
            for (int i = 0; i < WARM_UP + TRIES; i++) {
                for (Kind kind : kinds) {
                    long time = time(socket.getOutputStream(), in, kind.request.of(i, source()));
                    if (i >= WARM_UP) {
                        kind.nanos.add(time);
                    }
                }
            }
        }
        kinds.forEach(kind ->
                System.out.printf(Locale.ROOT, "refusal, %s: median %.1f us%n", kind.name, kind.median() / 1000.0));
        LongSummaryStatistics medians = kinds.stream().mapToLong(Kind::median).summaryStatistics();
        double ratio = (double) medians.getMax() / medians.getMin();
        System.out.printf(Locale.ROOT, "slowest / fastest refusal: %.2f%n", ratio);
        return ratio;
    }

    /** A header line: every try comes from somewhere else, so that none is throttled. */
    private String source() {
        sources++;
        return "X-Forwarded-For: 10." + (sources >>> 16) + "." + (sources >>> 8 & 255) + "." + (sources & 255) + "\r\n";
    }

    private static long time(OutputStream out, InputStream in, byte[] request) throws IOException {
        long start = System.nanoTime();
        out.write(request);
        int length = 0;
        for (String line = LoadGenerator.line(in); !line.isEmpty(); line = LoadGenerator.line(in)) {
            if (line.startsWith("HTTP/1.1 ") && !line.startsWith("HTTP/1.1 401")) {
                throw new IllegalStateException("answered " + line);
            }
            if (line.startsWith("Content-Length: ")) {
                length = Integer.parseInt(line.substring("Content-Length: ".length()));
            }
        }
        in.readNBytes(length);
        return System.nanoTime() - start;
    }

    /** What is refused, and how long that took. */
    record Kind(String name, Try request, List<Long> nanos) {

        Kind(String name, Try request) {
            this(name, request, new ArrayList<>());
        }

        private long median() {
            return nanos.stream().sorted().skip(TRIES / 2).findFirst().orElseThrow();
        }
    }

    /** Makes the request of one try; with the header line that says from where it comes. */
    interface Try {
        byte[] of(int number, String source);
    }
}
