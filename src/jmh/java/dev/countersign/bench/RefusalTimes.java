package dev.countersign.bench;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;

/** How long each kind of refusal takes, over {@value #TRIES} tries of each, one kind after the other in turn, on one connection. */
final class RefusalTimes {

    private static final int TRIES = 1000;
    private static final int WARM_UP = 2000;

    private final int port;
    private int sources;

    RefusalTimes(int port) {
        this.port = port;
    }

    void print() throws IOException {
        List<Kind> kinds = List.of(
                new Kind("wrong secret", i -> LoadRun.authorization("billing", "wrong" + i)),
                new Kind("unknown client", i -> LoadRun.authorization("nobody", "wrong" + i)),
                new Kind(
                        "unknown client, another one each time",
                        i -> LoadRun.authorization("nobody" + i, "wrong" + i)));
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(socket.getInputStream());
            for (int i = 0; i < WARM_UP + TRIES; i++) {
                for (Kind kind : kinds) {
                    long time = time(socket.getOutputStream(), in, kind.authorization.apply(i));
                    if (i >= WARM_UP) {
                        kind.nanos.add(time);
                    }
                }
            }
        }
        for (Kind kind : kinds) {
            kind.nanos.sort(null);
            System.out.printf(
                    Locale.ROOT, "refusal, %s: median %.1f us%n", kind.name, kind.nanos.get(TRIES / 2) / 1000.0);
        }
    }

    private long time(OutputStream out, InputStream in, String authorization) throws IOException {
        sources++;
        String source = "X-Forwarded-For: 10." + (sources >>> 16) + "." + (sources >>> 8 & 255) + "." + (sources & 255);
        byte[] request = LoadRun.request("/countersign/verify", source + "\r\n" + authorization)
                .getBytes(StandardCharsets.US_ASCII);
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

    private record Kind(String name, IntFunction<String> authorization, List<Long> nanos) {

        Kind(String name, IntFunction<String> authorization) {
            this(name, authorization, new ArrayList<>());
        }
    }
}
