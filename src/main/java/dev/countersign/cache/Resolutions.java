package dev.countersign.cache;

import dev.countersign.auth.KeySource;
import dev.countersign.client.Client;
import dev.countersign.client.ClientId;
import dev.countersign.client.UnavailableException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Lets one request ask for a client's keys while the others wait for its answer; how many may wait for long is bounded, so that one slow origin does not take
 * up all threads of the server. Thread-safe.
 */
final class Resolutions {

    /** Enough for whatever needs no network: from the moment when it is asked, everybody may wait that long. */
    private static final Duration SHORT = Duration.ofMillis(100);

    /** More than any source takes. */
    private static final Duration LONG = Duration.ofSeconds(35);

    /** Requests that wait for long, whichever clients they are for: well below the threads of any server, those of a small WildFly are 32. */
    static final int WAITING_IN_ALL = 16;

    /** Of these, for the same keys. */
    static final int WAITING_PER_QUESTION = 8;

    private final ConcurrentMap<Question, Running> running = new ConcurrentHashMap<>();
    private final Semaphore places = new Semaphore(WAITING_IN_ALL);

    /**
     * The answer of whoever asks this question right now.
     *
     * @throws UnavailableException when there is none, or not in time
     */
    KeyEntry join(Question question, Client client, KeySource source, Supplier<KeyEntry> work) {
        Running mine = new Running(client, source);
        Running first = running.putIfAbsent(question, mine);
        if (first != null) {
            return await(first);
        }
        try {
            KeyEntry entry = work.get();
            mine.answer().complete(entry);
            return entry;
        } catch (RuntimeException | Error e) {
            mine.answer().completeExceptionally(e);
            throw e;
        } finally {
            running.remove(question, mine);
        }
    }

    /** Has the sources forget the clients that are being asked for. */
    void forgetAtSources(Predicate<ClientId> which) {
        running.forEach((question, resolution) -> {
            if (which.test(question.client())) {
                resolution.source().forget(resolution.client());
            }
        });
    }

    private KeyEntry await(Running first) {
        try {
            return get(first.answer(), SHORT.minusNanos(System.nanoTime() - first.begun()));
        } catch (TimeoutException e) {
            return awaitLonger(first);
        }
    }

    private KeyEntry awaitLonger(Running first) {
        if (!places.tryAcquire()) {
            throw new UnavailableException("too many requests wait for keys already");
        }
        try {
            // Never given back: who has this place keeps it until there is an answer.
            if (!first.places().tryAcquire()) {
                throw new UnavailableException("too many requests wait for these keys already");
            }
            return get(first.answer(), LONG);
        } catch (TimeoutException e) {
            throw new UnavailableException("the keys were not there within " + LONG);
        } finally {
            places.release();
        }
    }

    private static KeyEntry get(CompletableFuture<KeyEntry> answer, Duration most) throws TimeoutException {
        try {
            return answer.get(most.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnavailableException("interrupted while waiting for keys");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnavailableException reason) {
                throw new UnavailableException(String.valueOf(reason.getMessage()), reason);
            }
            throw new IllegalStateException("whoever asked for the keys failed", e.getCause());
        }
    }

    /**
     * What is asked: never the same again after the client was changed or forgotten.
     *
     * @param mark the number of the client's mark
     * @param insisting whether the very place has to be asked: who insists is not content with the answer for somebody who does not
     */
    record Question(ClientId client, long version, long mark, boolean insisting) {}

    /**
     * Somebody who asks.
     *
     * @param places for those who wait for the answer for long
     * @param begun by the clock of durations
     */
    private record Running(
            Client client, KeySource source, CompletableFuture<KeyEntry> answer, Semaphore places, long begun) {

        Running(Client client, KeySource source) {
            this(client, source, new CompletableFuture<>(), new Semaphore(WAITING_PER_QUESTION), System.nanoTime());
        }
    }
}
