package dev.countersign.bench;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
        Map<String, IntFunction<String>> kinds = new LinkedHashMap<>();
        kinds.put("wrong secret", i -> LoadRun.authorization("billing", "wrong" + i));
        kinds.put("unknown client", i -> LoadRun.authorization("nobody", "wrong" + i));
        kinds.put("unknown client, another one each time", i -> LoadRun.authorization("nobody" + i, "wrong" + i));
        Map<String, List<Long>> times = new LinkedHashMap<>();
        kinds.keySet().forEach(kind -> times.put(kind, new ArrayList<>()));
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(socket.getInputStream());
            for (int i = 0; i < WARM_UP + TRIES; i++) {
                for (Map.Entry<String, IntFunction<String>> kind : kinds.entrySet()) {
                    long time =
                            time(socket.getOutputStream(), in, kind.getValue().apply(i));
                    if (i >= WARM_UP) {
                        times.get(kind.getKey()).add(time);
                    }
                }
            }
        }
        times.forEach((kind, all) -> {
            all.sort(null);
            System.out.printf(Locale.ROOT, "refusal, %s: median %.1f us%n", kind, all.get(TRIES / 2) / 1000.0);
        });
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
}
