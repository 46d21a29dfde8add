package dev.countersign.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.auth.Recency;
import dev.countersign.client.UnavailableException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** KEY-3: what an origin that takes its time can hold up. Real time passes here, without sleeps. */
class SlowOriginTest {

    private static final Recency ANY = Recency.since(System.nanoTime());
    private static final Instant NOW = Instant.EPOCH;
    private static final Duration TIMEOUT = Duration.ofMillis(600);
    private static final String HEAD = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n{";

    private final Deque<AutoCloseable> started = new ArrayDeque<>();
    private final CountDownLatch end = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void stop() throws Exception {
        end.countDown();
        threads.shutdownNow();
        for (AutoCloseable one : started) {
            one.close();
        }
    }

    @Test
    void key3_silenceEndsAtTheLimit() throws Exception {
        RawOrigin silent = start(new RawOrigin((in, out) -> end.await()));

        assertEndsInTime(fetcher(silent), silent.url("/"));
    }

    @Test
    void key3_silenceBeforeTheHandshakeEndsAtTheLimit() throws Exception {
        RawOrigin silent = start(new RawOrigin((in, out) -> end.await()));
        URI url = URI.create("https://127.0.0.1:" + silent.port() + "/");

        assertEndsInTime(fetcher(url), url);
    }

    @Test
    void key3_aBodyThatDripsEndsAtTheLimit() throws Exception {
        RawOrigin dripping = start(new RawOrigin((in, out) -> {
            RawOrigin.readRequest(in);
            out.write(HEAD.getBytes(StandardCharsets.US_ASCII));
            while (!end.await(20, TimeUnit.MILLISECONDS)) {
                out.write(' ');
            }
        }));

        assertEndsInTime(fetcher(dripping), dripping.url("/"));
    }

    @Test
    void key3_headersThatDripEndAtTheLimit() throws Exception {
        RawOrigin dripping = start(new RawOrigin((in, out) -> {
            out.write("HTTP/1.1 200 OK\r\nX: ".getBytes(StandardCharsets.US_ASCII));
            while (!end.await(20, TimeUnit.MILLISECONDS)) {
                out.write('x');
            }
        }));

        assertEndsInTime(fetcher(dripping), dripping.url("/"));
    }

    @Test
    void key3_endlessInterimResponsesEndAtTheLimit() throws Exception {
        RawOrigin never = start(new RawOrigin((in, out) -> {
            while (!end.await(5, TimeUnit.MILLISECONDS)) {
                out.write("HTTP/1.1 103 Early Hints\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            }
        }));

        assertEndsInTime(fetcher(never), never.url("/"));
    }

    @Test
    void key3_aNameThatIsNotFoundInTimeEndsAtTheLimit() throws Exception {
        URI url = URI.create("https://keys.example/");
        GuardedKeySetOrigin<String> fetcher = start(new GuardedKeySetOrigin<>(
                limits(Set.of()),
                text -> text,
                text -> List.of(),
                String::length,
                () -> NOW,
                host -> {
                    awaitQuietly(end);
                    return InetAddress.getAllByName("127.0.0.1");
                },
                SSLContext.getDefault()));

        assertEndsInTime(fetcher, url);
        end.countDown();
    }

    @Test
    void key3_aHundredRequestsAreOneFetchAndOnlySomeWait() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        RawOrigin slow = start(new RawOrigin((in, out) -> {
            asked.countDown();
            answer.await();
            out.write((HEAD + "}").getBytes(StandardCharsets.US_ASCII));
        }));
        GuardedKeySetOrigin<String> fetcher = fetcher(slow.origin(), Duration.ofSeconds(10));
        List<CompletableFuture<Boolean>> gets = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            gets.add(CompletableFuture.supplyAsync(() -> isAnswered(fetcher, slow.url("/")), threads));
        }
        asked.await();
        // A request without a place is answered before the origin responds.
        while (gets.stream().filter(CompletableFuture::isDone).count() < 100 - FetchLimits.MAX_WAITING_PER_URL) {
            Thread.onSpinWait();
        }
        answer.countDown();

        assertThat(gets.stream().filter(CompletableFuture::join).count()).isEqualTo(FetchLimits.MAX_WAITING_PER_URL);
        assertThat(slow.connections()).isEqualTo(1);
    }

    @Test
    void key3_aDeadOriginHoldsUpNobodyElse() throws Exception {
        RawOrigin dead = start(new RawOrigin((in, out) -> end.await()));
        RawOrigin well = start(RawOrigin.sending(HEAD.replace("\r", "") + "}", new byte[0]));
        GuardedKeySetOrigin<String> fetcher = start(new GuardedKeySetOrigin<>(
                new FetchLimits(
                        Set.of(dead.origin(), well.origin()),
                        Duration.ofSeconds(30),
                        1000,
                        Duration.ofMinutes(10),
                        Duration.ofSeconds(30),
                        Duration.ZERO),
                text -> text,
                text -> List.of(),
                String::length,
                () -> NOW,
                InetAddress::getAllByName,
                SSLContext.getDefault()));
        for (int i = 0; i < 100; i++) {
            URI url = dead.url("/" + i);
            threads.execute(() -> isAnswered(fetcher, url));
        }
        while (dead.connections() < FetchLimits.MAX_FETCHES_PER_ORIGIN) {
            Thread.onSpinWait();
        }

        for (int i = 0; i < 50; i++) {
            assertThat(fetcher.get(well.url("/" + i), ANY).keySet()).isEqualTo("{}");
        }
        assertThat(dead.connections()).isEqualTo(FetchLimits.MAX_FETCHES_PER_ORIGIN);
    }

    @Test
    void whoIsForgottenMeanwhileDoesNotComeBack() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        RawOrigin slow = start(new RawOrigin((in, out) -> {
            RawOrigin.readRequest(in);
            boolean first = asked.getCount() == 1;
            asked.countDown();
            if (first) {
                answer.await();
            }
            out.write((HEAD + (first ? "\"old\"}" : "\"new\"}")).getBytes(StandardCharsets.US_ASCII));
        }));
        GuardedKeySetOrigin<String> fetcher = fetcher(slow.origin(), Duration.ofSeconds(10));
        CompletableFuture<String> early = CompletableFuture.supplyAsync(
                () -> fetcher.get(slow.url("/"), ANY).keySet(), threads);
        asked.await();

        Recency cleared = Recency.since(System.nanoTime());
        assertThat(fetcher.get(slow.url("/"), cleared).keySet()).isEqualTo("{\"new\"}");
        answer.countDown();
        assertThat(early.get()).isEqualTo("{\"old\"}");
        assertThat(fetcher.get(slow.url("/"), ANY).keySet()).isEqualTo("{\"new\"}");
    }

    @Test
    void closingEndsAllWaitingAndLeavesNoThread() throws Exception {
        RawOrigin silent = start(new RawOrigin((in, out) -> end.await()));
        GuardedKeySetOrigin<String> fetcher = fetcher(silent.origin(), Duration.ofSeconds(60));
        List<CompletableFuture<Boolean>> gets = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            URI url = silent.url("/" + i);
            gets.add(CompletableFuture.supplyAsync(() -> isAnswered(fetcher, url), threads));
        }
        while (silent.connections() < FetchLimits.MAX_FETCHES_PER_ORIGIN) {
            Thread.onSpinWait();
        }
        Set<Thread> running = fetchThreads();
        assertThat(running).hasSizeGreaterThanOrEqualTo(FetchLimits.MAX_FETCHES_PER_ORIGIN);
        assertThat(running).allMatch(Thread::isDaemon);

        fetcher.close();

        for (CompletableFuture<Boolean> get : gets) {
            assertThat(get.get(5, TimeUnit.SECONDS)).isFalse();
        }
        for (Thread thread : running) {
            thread.join(5000);
            assertThat(thread.isAlive()).isFalse();
        }
        assertThatThrownBy(() -> fetcher.get(silent.url("/late"), ANY)).isInstanceOf(UnavailableException.class);
        fetcher.close();
    }

    /** Of this test alone: they all have just been started. */
    private static Set<Thread> fetchThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("countersign-fetch"))
                .collect(Collectors.toSet());
    }

    private static void assertEndsInTime(GuardedKeySetOrigin<String> fetcher, URI url) {
        long start = System.nanoTime();
        assertThatThrownBy(() -> fetcher.get(url, ANY))
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining("it has not answered within " + TIMEOUT);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(TIMEOUT, TIMEOUT.plusSeconds(3));
    }

    private static boolean isAnswered(GuardedKeySetOrigin<String> fetcher, URI url) {
        try {
            return Stream.of("{}").anyMatch(fetcher.get(url, ANY).keySet()::equals);
        } catch (UnavailableException e) {
            return false;
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private GuardedKeySetOrigin<String> fetcher(RawOrigin origin) throws NoSuchAlgorithmException {
        return fetcher(origin.origin(), TIMEOUT);
    }

    private GuardedKeySetOrigin<String> fetcher(URI origin) throws NoSuchAlgorithmException {
        return fetcher(origin, TIMEOUT);
    }

    private GuardedKeySetOrigin<String> fetcher(URI origin, Duration timeout) throws NoSuchAlgorithmException {
        FetchLimits some = limits(Set.of(origin));
        FetchLimits limits = new FetchLimits(
                some.allowedOrigins(),
                timeout,
                some.maxBytes(),
                some.maxFresh(),
                some.refreshInterval(),
                some.staleLimit());
        return start(new GuardedKeySetOrigin<>(
                limits,
                text -> text,
                text -> List.of(),
                String::length,
                () -> NOW,
                InetAddress::getAllByName,
                SSLContext.getDefault()));
    }

    private static FetchLimits limits(Set<URI> listed) {
        return new FetchLimits(
                listed, TIMEOUT, 1000, Duration.ofMinutes(10), Duration.ofSeconds(30), Duration.ofHours(1));
    }

    private <T extends AutoCloseable> T start(T one) {
        started.push(one);
        return one;
    }
}
