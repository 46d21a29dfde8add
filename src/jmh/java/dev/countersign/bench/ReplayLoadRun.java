package dev.countersign.bench;

import dev.countersign.container.Container;
import dev.countersign.it.ExecutableWar;
import dev.countersign.it.WarCommand;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * One client that sends assertions which expire in a minute, at an even pace, to the executable WAR as it comes. The
 * aim: 5000 a second for ten minutes with 1 GB of heap, none of them refused. They are signed by the client's secret,
 * which costs the sender least.
 */
final class ReplayLoadRun {

    private static final String ISSUER = "https://as.example";
    private static final int CONNECTIONS = 12;
    private static final long REPORT_SECONDS = 10;
    private static final Base64.Encoder BASE64URL = Base64.getUrlEncoder().withoutPadding();
    private static final String HEADER = encoded("{\"alg\":\"HS256\"}");

    private final int perSecond;
    private final Duration time;
    private final ExecutableWar war;
    private final SecretKeySpec secret;
    private final AtomicLong next = new AtomicLong();
    private final Map<String, LongAdder> answers = new ConcurrentHashMap<>();
    private final long start = System.nanoTime();

    private ReplayLoadRun(int perSecond, Duration time, ExecutableWar war, SecretKeySpec secret) {
        this.perSecond = perSecond;
        this.time = time;
        this.war = war;
        this.secret = secret;
    }

    /**
     * @param options requests a second, minutes, the size of the heap, the guard; 5000, 10, 1g, journal when they are
     *     left out
     */
    static void main(List<String> options) throws Exception {
        int perSecond = Integer.parseInt(option(options, 0, "5000"));
        Duration time = Duration.ofMinutes(Long.parseLong(option(options, 1, "10")));
        Path folder = Files.createTempDirectory("countersign-replay");
        WarCommand command = WarCommand.in(folder)
                .optimizing()
                .of(Container.war())
                .withJvm("-Xmx" + option(options, 2, "1g"))
                .withEnvironment("COUNTERSIGN_ADMIN_PASSWORD", LoadRun.PASSWORD)
                .withEnvironment("COUNTERSIGN_REPLAY_GUARD", option(options, 3, "journal"))
                .withEnvironment("COUNTERSIGN_ISSUER", ISSUER);
        try (ExecutableWar war = command.start()) {
            String body = LoadRun.administer(
                            war.url(),
                            "/clients",
                            "{\"client_id\":\"busy\",\"token_endpoint_auth_method\":\"client_secret_jwt\"}")
                    .body();
            String secret = body.replaceFirst("(?s).*\"client_secret\":\"([^\"]*)\".*", "$1");
            new ReplayLoadRun(
                            perSecond,
                            time,
                            war,
                            new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"))
                    .run();
        }
    }

    private static String option(List<String> options, int place, String fallback) {
        return options.size() > place ? options.get(place) : fallback;
    }

    private void run() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(CONNECTIONS);
        try {
            List<Future<?>> loops = new ArrayList<>();
            for (int i = 0; i < CONNECTIONS; i++) {
                loops.add(threads.submit(() -> {
                    send();
                    return null;
                }));
            }
            for (long reported = 0; reported < time.toSeconds(); reported += REPORT_SECONDS) {
                pauseUntil(start + Duration.ofSeconds(reported + REPORT_SECONDS).toNanos());
                report();
            }
            for (Future<?> loop : loops) {
                loop.get();
            }
            report();
        } finally {
            threads.shutdownNow();
        }
        System.out.println(
                "lines in the log of the server: " + war.err().lines().count());
        war.err().lines().filter(line -> line.contains("replay guard is full")).forEach(System.out::println);
    }

    private void send() throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(secret);
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), war.port())) {
            socket.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(socket.getInputStream());
            for (long number = next.getAndIncrement(); due(number) < time.toNanos(); number = next.getAndIncrement()) {
                pauseUntil(start + due(number));
                socket.getOutputStream().write(SignedRequests.request("/verify", "", assertion(mac, number)));
                answers.computeIfAbsent(status(in), status -> new LongAdder()).increment();
            }
        }
    }

    /** In nanoseconds after the start. */
    private long due(long number) {
        return number * 1_000_000_000L / perSecond;
    }

    private static void pauseUntil(long nanos) {
        for (long left = nanos - System.nanoTime(); left > 0; left = nanos - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    private String assertion(Mac mac, long number) {
        long now = InstantSource.system().instant().getEpochSecond();
        String signed = HEADER
                + '.'
                + encoded("{\"iss\":\"busy\",\"sub\":\"busy\",\"aud\":\"" + ISSUER + "\",\"iat\":" + now + ",\"exp\":"
                        + (now + 60) + ",\"jti\":\"" + number + "\"}");
        return signed + '.' + BASE64URL.encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.US_ASCII)));
    }

    private static String encoded(String json) {
        return BASE64URL.encodeToString(json.getBytes(StandardCharsets.US_ASCII));
    }

    /** Reads an answer to its end. */
    private static String status(InputStream in) throws IOException {
        String first = LoadGenerator.line(in);
        long length = 0;
        for (String line = LoadGenerator.line(in); !line.isEmpty(); line = LoadGenerator.line(in)) {
            if (line.regionMatches(true, 0, "Content-Length:", 0, 15)) {
                length = Long.parseLong(line.substring(15).strip());
            }
        }
        if (in.readNBytes((int) length).length < length) {
            throw new EOFException("the server closed the connection");
        }
        return first.substring(9, 12);
    }

    private void report() throws IOException, InterruptedException {
        double seconds = (System.nanoTime() - start) / 1e9;
        long answered = answers.values().stream().mapToLong(LongAdder::sum).sum();
        System.out.printf(
                Locale.ROOT,
                "%4.0f s: %.0f/s, answers %s, %.0f us of CPU each, %s%n",
                seconds,
                answered / seconds,
                answers,
                ProcessTime.of(ProcessHandle.of(war.pid()).stream()).toNanos() / 1000.0 / Math.max(1, answered),
                heap());
    }

    /** As the server's own virtual machine tells it. */
    private String heap() throws IOException, InterruptedException {
        Process jcmd = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        Long.toString(war.pid()),
                        "GC.heap_info")
                .redirectErrorStream(true)
                .start();
        String text = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        jcmd.waitFor();
        return text.lines()
                .filter(line -> line.contains("used"))
                .findFirst()
                .map(String::strip)
                .orElse("heap unknown");
    }
}
