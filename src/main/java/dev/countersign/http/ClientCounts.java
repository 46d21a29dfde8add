package dev.countersign.http;

import dev.countersign.auth.Refusal;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * Counts decisions by client, on this node since the start. Only ids of registered clients are kept, so that a sender
 * cannot fill it with made-up ones, and no more than {@value #MAX_CLIENTS} of them; those that come later are not
 * counted. Thread-safe.
 */
final class ClientCounts {

    static final int MAX_CLIENTS = 10_000;

    /** Decided without the client: these do not tell that there is one. */
    private static final Set<Refusal> OF_NO_CLIENT = EnumSet.of(
            Refusal.NO_CREDENTIAL,
            Refusal.MALFORMED,
            Refusal.SEVERAL_METHODS,
            Refusal.METHOD_NOT_ALLOWED,
            Refusal.UNKNOWN_CLIENT,
            Refusal.FORWARDED_CERTIFICATE,
            Refusal.TLS_REQUIRED,
            Refusal.FORGED_SOURCE,
            Refusal.THROTTLED);

    private final Map<String, Counts> byClient = new ConcurrentHashMap<>();
    private final boolean on;

    /** @param on false: nothing is counted */
    ClientCounts(boolean on) {
        this.on = on;
    }

    void granted(Attempt attempt) {
        count(attempt, counts -> counts.granted);
    }

    void refused(Attempt attempt, Refusal reason) {
        if (!OF_NO_CLIENT.contains(reason)) {
            count(attempt, counts -> counts.refused);
        }
    }

    /** Passes on each client with its counts. */
    void forEach(BiConsumer<String, Counts> to) {
        byClient.forEach(to);
    }

    private void count(Attempt attempt, Function<Counts, LongAdder> counter) {
        if (!on || attempt.client().isEmpty()) {
            return;
        }
        String id = attempt.client().get().value();
        Counts counts = byClient.get(id);
        if (counts == null) {
            if (byClient.size() >= MAX_CLIENTS) {
                return;
            }
            counts = byClient.computeIfAbsent(id, key -> new Counts(new LongAdder(), new LongAdder()));
        }
        counter.apply(counts).increment();
    }

    /** Of one client. */
    record Counts(LongAdder granted, LongAdder refused) {}
}
