package dev.countersign.store.jdbc;

import dev.countersign.client.UnavailableException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Writes claims that arrive together in one batch. A claim that finds no batch under way is written at once; those that
 * arrive meanwhile are the next batch, which the thread of the first of them writes for all. Of equal claims in a batch
 * only the first one is written. When a batch fails, none of its claims is answered and none is tried again: rows of it
 * may be there. Thread-safe.
 */
final class ClaimBatches {

    /** Of one batch. */
    static final int MAX_BATCH_CLAIMS = 256;

    /** Claims that wait for their batch, each in a thread of the server. */
    static final int MAX_WAITING_CLAIMS = 1024;

    /** From the claim to its answer; the thread that writes may take longer. */
    static final Duration MAX_WAIT = Connections.MAX_WAIT;

    private final Writer writer;
    private final int maxWaiting;
    private final Duration maxWait;
    private final ReentrantLock lock = new ReentrantLock();

    /** Guarded by the lock. */
    private final Deque<Claim> waiting = new ArrayDeque<>();

    /** Whether a thread is writing or about to write. Guarded by the lock. */
    private boolean writing;

    ClaimBatches(Writer writer) {
        this(writer, MAX_WAITING_CLAIMS, MAX_WAIT);
    }

    ClaimBatches(Writer writer, int maxWaiting, Duration maxWait) {
        this.writer = writer;
        this.maxWaiting = maxWaiting;
        this.maxWait = maxWait;
    }

    /** Writes the claims of a batch. */
    @FunctionalInterface
    interface Writer {

        /**
         * Writes all of them or none.
         *
         * @param assertions in the order of their keys, of which no two are equal
         * @return those that were free
         */
        Set<UsedAssertion.Key> write(List<UsedAssertion> assertions);
    }

    /**
     * Whether this was the first claim of the assertion.
     *
     * @throws UnavailableException when that is not known, and when too many wait already
     */
    boolean claim(UsedAssertion assertion) {
        Claim mine = new Claim(assertion, new CompletableFuture<>());
        Answer answer = enter(mine) ? Answer.WRITE_FOR_ALL : await(mine);
        return (answer == Answer.WRITE_FOR_ALL ? write(mine) : answer) == Answer.FREE;
    }

    /** How many claims wait for their batch. */
    int waiting() {
        lock.lock();
        try {
            return waiting.size();
        } finally {
            lock.unlock();
        }
    }

    /** Whether to write at once. */
    private boolean enter(Claim mine) {
        lock.lock();
        try {
            if (!writing) {
                writing = true;
                return true;
            }
            if (waiting.size() >= maxWaiting) {
                throw new UnavailableException("too many used assertions wait to be written down");
            }
            waiting.add(mine);
            return false;
        } finally {
            lock.unlock();
        }
    }

    private Answer await(Claim mine) {
        try {
            return mine.answer().get(maxWait.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw new UnavailableException("the used assertions of a batch could not be written down", e);
        } catch (TimeoutException e) {
            return leave(mine);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return leave(mine);
        }
    }

    /** Withdraws a claim that has waited too long: one that no batch has taken by now is never written. */
    private Answer leave(Claim mine) {
        lock.lock();
        try {
            boolean unwritten = waiting.remove(mine);
            Optional<Answer> last = unwritten || mine.answer().isCompletedExceptionally()
                    ? Optional.empty()
                    : Optional.ofNullable(mine.answer().getNow(null));
            last.filter(Answer.WRITE_FOR_ALL::equals).ifPresent(turn -> passOn());
            return last.filter(answer -> answer != Answer.WRITE_FOR_ALL)
                    .orElseThrow(() -> new UnavailableException("a used assertion was not written down in time"));
        } finally {
            lock.unlock();
        }
    }

    private Answer write(Claim mine) {
        List<Claim> batch = batch(mine);
        Set<UsedAssertion.Key> free;
        try {
            free = write(batch);
        } catch (RuntimeException | Error e) {
            batch.forEach(claim -> claim.answer().completeExceptionally(e));
            throw e;
        }
        // Of equal claims only the first removes it, and so is granted.
        Answer own = Answer.of(free.remove(mine.assertion().key()));
        batch.stream()
                .skip(1)
                .forEach(claim -> claim.answer()
                        .complete(Answer.of(free.remove(claim.assertion().key()))));
        return own;
    }

    private Set<UsedAssertion.Key> write(List<Claim> batch) {
        TreeMap<UsedAssertion.Key, UsedAssertion> rows = new TreeMap<>();
        batch.forEach(claim -> rows.putIfAbsent(claim.assertion().key(), claim.assertion()));
        try {
            return new HashSet<>(writer.write(List.copyOf(rows.values())));
        } finally {
            passOn();
        }
    }

    /** The next batch: the claim of the writing thread first, then those that wait. */
    private List<Claim> batch(Claim mine) {
        List<Claim> batch = new ArrayList<>();
        batch.add(mine);
        lock.lock();
        try {
            while (batch.size() < MAX_BATCH_CLAIMS && !waiting.isEmpty()) {
                batch.add(waiting.remove());
            }
        } finally {
            lock.unlock();
        }
        return batch;
    }

    /** Makes the thread that has waited longest the next writer, which writes for the others. */
    private void passOn() {
        lock.lock();
        try {
            Claim next = waiting.poll();
            writing = next != null;
            if (next != null) {
                next.answer().complete(Answer.WRITE_FOR_ALL);
            }
        } finally {
            lock.unlock();
        }
    }

    private enum Answer {
        FREE,
        USED,
        WRITE_FOR_ALL;

        static Answer of(boolean free) {
            return free ? FREE : USED;
        }
    }

    private record Claim(UsedAssertion assertion, CompletableFuture<Answer> answer) {}
}
