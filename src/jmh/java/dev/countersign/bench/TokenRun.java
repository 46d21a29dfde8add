package dev.countersign.bench;

import dev.countersign.container.Container;
import dev.countersign.it.ExecutableWar;
import dev.countersign.it.WarCommand;
import dev.countersign.keys.JwsAlgorithm;
import dev.countersign.x509.FastSignatures;
import dev.countersign.x509.SigningKeyPairs;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.Signature;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * What access tokens cost the processor, in one server each for RS256 and ES256: a token at {@code /token}, one token
 * again and again at {@code /verify} and {@code /introspect}, tokens that were never seen before at {@code /verify},
 * beside Basic at {@code /verify} and an unguarded servlet, asked in turn. Whether introspection tells by its time what
 * it does not say (INT-1). Then how long answers to tokens take while
 * the signing key is replaced four times a second.
 */
final class TokenRun {

    private static final int CONNECTIONS = 8;
    private static final int ROUNDS = 7;

    /** As many tokens as well, so that what a new one needs is compiled, too. */
    private static final int WARM_UP_REQUESTS = 15_000;

    /** So many that the ten milliseconds in which the platform counts are under 3 % of the cheapest. */
    private static final int REQUESTS = 8_000;

    private static final int NEW_TOKENS = 4_000;

    /** Below the number of signing keys that a server keeps. */
    private static final int MAX_ROTATIONS = 15;

    private static final int TIMED_REQUESTS = 60_000;
    private static final int SIGNATURES = 2_000;

    private static final String FRESH = "Bearer at /verify, tokens not seen before";

    private final ExecutableWar war;
    private final String basic;
    private final ProcessHandle process;
    private final HttpClient http = HttpClient.newHttpClient();

    private TokenRun(ExecutableWar war) throws IOException, InterruptedException {
        this.war = war;
        this.basic = LoadRun.register(war.url(), "billing", "");
        this.process = ProcessHandle.of(war.pid()).orElseThrow();
    }

    static void main() throws Exception {
        Path folder = Files.createTempDirectory("countersign-tokens");
        Path measured = MeasuredWar.make(Container.war(), folder);
        for (JwsAlgorithm algorithm : List.of(JwsAlgorithm.RS256, JwsAlgorithm.ES256)) {
            String name = algorithm.registeredName();
            WarCommand command = WarCommand.in(folder.resolve(name))
                    .optimizing()
                    .of(measured)
                    .withEnvironment("COUNTERSIGN_ADMIN_PASSWORD", LoadRun.PASSWORD)
                    .withEnvironment("COUNTERSIGN_TOKEN_LIFETIME", "PT1H")
                    .withEnvironment("COUNTERSIGN_TOKEN_KEY_LEAD", "PT0S")
                    .withEnvironment("COUNTERSIGN_TOKEN_ALGORITHM", name);
            try (ExecutableWar war = command.start()) {
                TokenRun run = new TokenRun(war);
                run.costs(name);
                run.silence(name);
                signatures(algorithm);
                run.rotation(name);
            }
        }
    }

    private void costs(String algorithm) throws Exception {
        String token = token();
        Map<String, String> requests = new LinkedHashMap<>();
        requests.put("unguarded servlet", LoadRun.request("/countersign/unguarded", ""));
        requests.put("unguarded form", form("/countersign/unguarded", "", "grant_type=client_credentials"));
        requests.put("Basic at /verify", LoadRun.request("/countersign/verify", basic));
        requests.put("Bearer at /verify", bearer(token));
        requests.put("/introspect", form("/countersign/introspect", basic, "token=" + token));
        requests.put("/token", form("/countersign/token", basic, "grant_type=client_credentials"));

        Map<String, List<Double>> costs = new LinkedHashMap<>();
        for (Map.Entry<String, String> request : requests.entrySet()) {
            server(request.getValue()).cost(WARM_UP_REQUESTS);
        }
        server("").cost(freshTokens(WARM_UP_REQUESTS));
        for (int round = 0; round < ROUNDS; round++) {
            for (Map.Entry<String, String> request : requests.entrySet()) {
                costs.computeIfAbsent(request.getKey(), name -> new ArrayList<>())
                        .add(server(request.getValue()).cost(REQUESTS));
            }
            costs.computeIfAbsent(FRESH, name -> new ArrayList<>())
                    .add(server("").cost(freshTokens(NEW_TOKENS)));
        }
        costs.forEach((name, each) -> System.out.printf(
                Locale.ROOT, "%s, %s: %.1f us of processor time a request%n", algorithm, name, median(each)));
    }

    /** Whether an introspection by a client that may not know a token tells by its time that the token lives. */
    private void silence(String algorithm) throws IOException, InterruptedException {
        String other = LoadRun.register(war.url(), "other", "");
        String live = token();
        String dead = token();
        HttpRequest revoke = HttpRequest.newBuilder(URI.create(war.url() + "/revoke"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Authorization", basic.strip().substring("Authorization: ".length()))
                .POST(HttpRequest.BodyPublishers.ofString("token=" + dead))
                .build();
        int status = http.send(revoke, HttpResponse.BodyHandlers.ofString()).statusCode();
        if (status != 200) {
            throw new IllegalStateException("the revocation was answered with " + status);
        }
        List<Double> ratios = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            double ofLive = medianTime(form("/countersign/introspect", other, "token=" + live));
            double ofDead = medianTime(form("/countersign/introspect", other, "token=" + dead));
            ratios.add(ofLive / ofDead);
        }
        System.out.printf(
                Locale.ROOT, "%s, time for a live token / for a revoked one: %.3f%n", algorithm, median(ratios));
    }

    private double medianTime(String request) throws InterruptedException {
        byte[] bytes = request.getBytes(StandardCharsets.US_ASCII);
        List<Long> times = new LoadGenerator(war.port(), 1).times(Collections.nCopies(NEW_TOKENS, bytes));
        return times.get(times.size() / 2);
    }

    private List<byte[]> freshTokens(int number) throws IOException, InterruptedException {
        List<byte[]> requests = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            requests.add(bearer(token()).getBytes(StandardCharsets.US_ASCII));
        }
        return requests;
    }

    /** By the provider that the server uses, in one thread. */
    private static void signatures(JwsAlgorithm algorithm) throws GeneralSecurityException {
        KeyPair pair = new SigningKeyPairs().make(algorithm);
        byte[] input = new byte[500];
        Signature signature = signature(algorithm);
        for (boolean signs : new boolean[] {true, false}) {
            long nanos = 0;
            for (int i = -SIGNATURES; i < SIGNATURES; i++) {
                signature.initSign(pair.getPrivate());
                long before = threadNanos();
                signature.update(input);
                byte[] signed = signature.sign();
                long between = threadNanos();
                signature.initVerify(pair.getPublic());
                signature.update(input);
                signature.verify(signed);
                long after = threadNanos();
                nanos += i < 0 ? 0 : signs ? between - before : after - between;
            }
            System.out.printf(
                    Locale.ROOT,
                    "%s, %s alone: %.1f us%n",
                    algorithm.registeredName(),
                    signs ? "signing" : "verifying",
                    nanos / 1000.0 / SIGNATURES);
        }
    }

    private static Signature signature(JwsAlgorithm algorithm) throws GeneralSecurityException {
        String name = algorithm == JwsAlgorithm.RS256 ? "SHA256withRSA" : "SHA256withECDSA";
        return new FastSignatures()
                .of(algorithm.registeredName())
                .map(provider -> {
                    try {
                        return Signature.getInstance(name, provider);
                    } catch (GeneralSecurityException e) {
                        throw new IllegalStateException(e);
                    }
                })
                .orElse(Signature.getInstance(name));
    }

    private static long threadNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    /** A refused token ends the run with an exception. */
    private void rotation(String algorithm) throws Exception {
        List<byte[]> requests = freshTokens(NEW_TOKENS);
        List<byte[]> repeated = new ArrayList<>();
        while (repeated.size() < TIMED_REQUESTS) {
            repeated.addAll(requests);
        }
        LoadGenerator load = new LoadGenerator(war.port(), CONNECTIONS);
        load.times(repeated);
        List<Long> quiet = load.times(repeated);
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try {
            Future<List<Long>> rotating = thread.submit((Callable<List<Long>>) () -> load.times(repeated));
            int rotations = 0;
            while (!rotating.isDone() && rotations < MAX_ROTATIONS) {
                rotate();
                rotations++;
                // The key that signs now, met at once.
                load.times(List.of(bearer(token()).getBytes(StandardCharsets.US_ASCII)));
            }
            List<Long> busy = rotating.get();
            System.out.printf(
                    Locale.ROOT,
                    "%s, p99 of Bearer at /verify: %.2f ms, with %d rotations %.2f ms%n",
                    algorithm,
                    p99(quiet),
                    rotations,
                    p99(busy));
        } finally {
            thread.shutdownNow();
        }
    }

    private void rotate() throws IOException, InterruptedException {
        String kid = LoadRun.administer(war.url(), "/signing-keys", "{}")
                .body()
                .replaceFirst("(?s).*\"kid\":\"([^\"]*)\".*", "$1");
        String admin = LoadRun.authorization("admin", LoadRun.PASSWORD).strip();
        HttpRequest activate = HttpRequest.newBuilder(
                        URI.create(war.url() + "/admin/signing-keys/" + kid + "/activate"))
                .header("Content-Type", "application/json")
                .header("Authorization", admin.substring("Authorization: ".length()))
                .POST(HttpRequest.BodyPublishers.ofString("{\"force\":true}"))
                .build();
        HttpResponse<String> answer = http.send(activate, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() / 100 != 2) {
            throw new IllegalStateException("answered " + answer.statusCode() + ": " + answer.body());
        }
    }

    private static double p99(List<Long> times) {
        return times.get(times.size() * 99 / 100) / 1e6;
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }

    private MeasuredServer server(String request) {
        return new MeasuredServer(process, war.port(), request);
    }

    private static String bearer(String token) {
        return LoadRun.request("/countersign/verify", "Authorization: Bearer " + token + "\r\n");
    }

    private static String form(String path, String headers, String body) {
        return "POST " + path + " HTTP/1.1\r\nHost: localhost\r\n" + headers
                + "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: " + body.length() + "\r\n\r\n"
                + body;
    }

    private String token() throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(war.url() + "/token"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Authorization", basic.strip().substring("Authorization: ".length()))
                .POST(HttpRequest.BodyPublishers.ofString("grant_type=client_credentials"))
                .build();
        String answer = http.send(request, HttpResponse.BodyHandlers.ofString()).body();
        return answer.replaceFirst("(?s).*\"access_token\":\"([^\"]*)\".*", "$1");
    }
}
