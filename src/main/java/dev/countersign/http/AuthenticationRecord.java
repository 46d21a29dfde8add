package dev.countersign.http;

import dev.countersign.auth.Refusal;
import dev.countersign.client.AuthMethod;
import dev.countersign.client.ClientId;
import dev.countersign.client.UnavailableException;
import dev.countersign.http.RecentRefusal.Outcome;
import dev.countersign.manage.LatencyCounts;
import dev.countersign.text.Redaction;
import dev.countersign.text.ShownText;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records decisions: one log line each, counters, and the latest requests that were not granted. Bounded: no counter is
 * keyed by a name that a sender could choose. Thread-safe.
 */
public final class AuthenticationRecord implements AuthenticationMXBean {

    private static final Logger LOG = LoggerFactory.getLogger(AuthenticationRecord.class);

    private static final int RECENT_REFUSALS = 256;

    /** A method that is not installed here. */
    private static final String OTHER = "other";

    /** No method can be recognized. */
    private static final String NO_METHOD = "none";

    /** Of the text of an outage that is kept with a refusal. */
    private static final int MAX_CAUSE_CODE_POINTS = 300;

    private final String context;
    private final InstantSource clock;
    private final FaultLog faults;
    private final Map<String, Counters> byMethod = new LinkedHashMap<>();
    private final LatencyCounts durations = new LatencyCounts();
    private final LongAdder ignoredCertificates = new LongAdder();
    private final ClientCounts byClient;
    private final Deque<RecentRefusal> recent = new ArrayDeque<>();

    /**
     * Starts with all counters at zero.
     *
     * @param contextPath of this application: several of one server may write to one log. Empty: the root
     * @param byClient whether to count by client too
     */
    public AuthenticationRecord(Set<AuthMethod> installed, String contextPath, boolean byClient, InstantSource clock) {
        this.byClient = new ClientCounts(byClient);
        this.context = contextPath.isEmpty() ? "/" : contextPath.replaceAll("[^\\x21-\\x7E]|[\"=]", "_");
        this.clock = clock;
        this.faults = new FaultLog(clock);
        installed.stream().map(AuthMethod::name).sorted().forEach(name -> byMethod.put(name, new Counters()));
        byMethod.put(OTHER, new Counters());
        byMethod.put(NO_METHOD, new Counters());
    }

    void granted(Attempt attempt) {
        String name = nameOf(attempt.method());
        counters(name).granted.increment();
        byClient.granted(attempt);
        if (LOG.isDebugEnabled()) {
            LOG.debug("{} granted{}", line(attempt, name), RequestId.suffix());
        }
    }

    void refused(Attempt attempt, Refusal reason) {
        denied(attempt, reason, 401);
    }

    /** @param status of the answer: 503 where the request was not judged */
    void denied(Attempt attempt, Refusal reason, int status) {
        String name = nameOf(attempt.method());
        counters(name).by(reason).increment();
        byClient.refused(attempt, reason);
        remember(attempt, name, status == 503 ? Outcome.UNAVAILABLE : Outcome.REFUSED, reason.name(), Optional.empty());
        LOG.info("{} refused={}{}{}", line(attempt, name), reason, attempt.note(), RequestId.suffix());
    }

    /** A header with a TLS certificate that is not the configured one. */
    void ignoredCertificate() {
        ignoredCertificates.increment();
    }

    void unavailable(Attempt attempt, UnavailableException cause) {
        String name = nameOf(attempt.method());
        counters(name).unavailable.increment();
        remember(attempt, name, Outcome.UNAVAILABLE, RecentRefusal.UNAVAILABLE, Optional.of(shown(cause)));
        faults.warn(LOG, line(attempt, name) + " unavailable", cause);
    }

    private void remember(Attempt attempt, String method, Outcome outcome, String reason, Optional<String> cause) {
        RecentRefusal refusal = new RecentRefusal(
                clock.instant(),
                claimed(attempt),
                method,
                outcome,
                reason,
                attempt.origin().sourceText(),
                cause);
        synchronized (recent) {
            if (recent.size() == RECENT_REFUSALS) {
                recent.removeLast();
            }
            recent.addFirst(refusal);
        }
    }

    /** Plug-ins write such messages too, and may repeat what was sent to them. */
    private static String shown(UnavailableException cause) {
        return ShownText.of(Redaction.of(String.valueOf(cause.getMessage())), MAX_CAUSE_CODE_POINTS);
    }

    /** The beginning of every line, with fixed keys. */
    private String line(Attempt attempt, String method) {
        return "context=" + context + " client=" + ShownText.quoted(claimed(attempt)) + " method=" + method + " source="
                + attempt.origin().sourceText();
    }

    /** For other faults of the filter. */
    FaultLog faults() {
        return faults;
    }

    /** The latest requests that this application did not grant on this node, the newest first; at most 256. */
    public List<RecentRefusal> recentRefusals() {
        synchronized (recent) {
            return List.copyOf(recent);
        }
    }

    /** Runs the judgement of a credential, and counts how long it took. */
    <T> T timed(Supplier<T> judgement) {
        long begin = System.nanoTime();
        try {
            return judgement.get();
        } finally {
            durations.add(System.nanoTime() - begin);
        }
    }

    /** How long each judgement of a credential took. */
    public LatencyCounts durations() {
        return durations;
    }

    /**
     * All counters of requests: for each method those that were granted and that could not be judged, and those that
     * were not granted by their reason, where there were any.
     */
    public List<OutcomeCount> counts() {
        List<OutcomeCount> counts = new ArrayList<>();
        byMethod.forEach((method, counters) -> {
            counts.add(new OutcomeCount(method, "granted", "", counters.granted.sum()));
            counts.add(new OutcomeCount(method, "unavailable", "", counters.unavailable.sum()));
            counters.reasons.forEach((reason, adder) -> {
                long count = adder.sum();
                if (count > 0) {
                    String outcome = reason == Refusal.THROTTLED ? "throttled" : "refused";
                    counts.add(new OutcomeCount(method, outcome, reason.name(), count));
                }
            });
        });
        return Collections.unmodifiableList(counts);
    }

    /** The counters by client, {@code granted} and {@code refused}; empty where they are not kept. */
    public List<ClientCount> countsByClient() {
        List<ClientCount> counts = new ArrayList<>();
        byClient.forEach((client, of) -> {
            counts.add(new ClientCount(client, "granted", of.granted().sum()));
            counts.add(new ClientCount(client, "refused", of.refused().sum()));
        });
        return Collections.unmodifiableList(counts);
    }

    /** The number of one client and outcome. */
    public record ClientCount(String client, String outcome, long count) {}

    /**
     * The number of one method, outcome and reason.
     *
     * @param outcome {@code granted}, {@code refused}, {@code throttled} or {@code unavailable}
     * @param reason empty: there is none
     */
    public record OutcomeCount(String method, String outcome, String reason, long count) {}

    @Override
    public long getGranted() {
        return sum(counters -> counters.granted.sum());
    }

    @Override
    public long getRefused() {
        return sum(Counters::refused);
    }

    @Override
    public long getUnavailable() {
        return sum(counters -> counters.unavailable.sum());
    }

    @Override
    public long getThrottled() {
        return sum(Counters::throttled);
    }

    @Override
    public long getIgnoredCertificateHeaders() {
        return ignoredCertificates.sum();
    }

    @Override
    public Map<String, MethodCount> getByMethod() {
        Map<String, MethodCount> counts = new LinkedHashMap<>();
        byMethod.forEach((method, counters) -> counts.put(
                method,
                new MethodCount(
                        method,
                        counters.granted.sum(),
                        counters.refused(),
                        counters.unavailable.sum(),
                        counters.throttled())));
        return Collections.unmodifiableMap(counts);
    }

    @Override
    public Map<String, Long> getByReason() {
        Map<String, Long> counts = new LinkedHashMap<>();
        for (Refusal reason : Refusal.values()) {
            counts.put(reason.name(), sum(counters -> counters.by(reason).sum()));
        }
        return Collections.unmodifiableMap(counts);
    }

    private static String claimed(Attempt attempt) {
        return attempt.client().map(ClientId::value).orElse("");
    }

    private String nameOf(Optional<AuthMethod> method) {
        if (method.isEmpty()) {
            return NO_METHOD;
        }
        return byMethod.containsKey(method.get().name()) ? method.get().name() : OTHER;
    }

    private Counters counters(String name) {
        return Optional.ofNullable(byMethod.get(name)).orElseThrow();
    }

    private long sum(ToLongFunction<Counters> value) {
        return byMethod.values().stream().mapToLong(value).sum();
    }

    /** The counters of one method. */
    private record Counters(LongAdder granted, LongAdder unavailable, Map<Refusal, LongAdder> reasons) {

        Counters() {
            this(new LongAdder(), new LongAdder(), new EnumMap<>(Refusal.class));
            Arrays.stream(Refusal.values()).forEach(reason -> reasons.put(reason, new LongAdder()));
        }

        LongAdder by(Refusal reason) {
            return Optional.ofNullable(reasons.get(reason)).orElseThrow();
        }

        long throttled() {
            return by(Refusal.THROTTLED).sum();
        }

        /** For any reason but throttling. */
        long refused() {
            return reasons.values().stream().mapToLong(LongAdder::sum).sum() - throttled();
        }
    }
}
