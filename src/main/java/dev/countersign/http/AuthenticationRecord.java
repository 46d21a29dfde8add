package dev.countersign.http;

import dev.countersign.auth.Refusal;
import dev.countersign.client.AuthMethod;
import dev.countersign.client.ClientId;
import dev.countersign.client.UnavailableException;
import dev.countersign.http.RecentRefusal.Outcome;
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
import java.util.function.Function;
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
    private final Map<Refusal, LongAdder> byReason = new EnumMap<>(Refusal.class);
    private final LongAdder ignoredCertificates = new LongAdder();
    private final Deque<RecentRefusal> recent = new ArrayDeque<>();

    /**
     * Starts with all counters at zero.
     *
     * @param contextPath of this application: several of one server may write to one log. Empty: the root
     */
    public AuthenticationRecord(Set<AuthMethod> installed, String contextPath, InstantSource clock) {
        this.context = contextPath.isEmpty() ? "/" : contextPath.replaceAll("[^\\x21-\\x7E]|[\"=]", "_");
        this.clock = clock;
        this.faults = new FaultLog(clock);
        installed.stream().map(AuthMethod::name).sorted().forEach(name -> byMethod.put(name, new Counters()));
        byMethod.put(OTHER, new Counters());
        byMethod.put(NO_METHOD, new Counters());
        Arrays.stream(Refusal.values()).forEach(reason -> byReason.put(reason, new LongAdder()));
    }

    void granted(Attempt attempt) {
        String name = nameOf(attempt.method());
        counter(name, Counters::granted).increment();
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
        counter(name, reason == Refusal.THROTTLED ? Counters::throttled : Counters::refused)
                .increment();
        adder(byReason, reason).increment();
        remember(attempt, name, status == 503 ? Outcome.UNAVAILABLE : Outcome.REFUSED, reason.name(), Optional.empty());
        LOG.info("{} refused={}{}{}", line(attempt, name), reason, attempt.note(), RequestId.suffix());
    }

    /** A header with a TLS certificate that is not the configured one. */
    void ignoredCertificate() {
        ignoredCertificates.increment();
    }

    void unavailable(Attempt attempt, UnavailableException cause) {
        String name = nameOf(attempt.method());
        counter(name, Counters::unavailable).increment();
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

    @Override
    public long getGranted() {
        return sum(Counters::granted);
    }

    @Override
    public long getRefused() {
        return sum(Counters::refused);
    }

    @Override
    public long getUnavailable() {
        return sum(Counters::unavailable);
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
    public List<MethodCount> getByMethod() {
        List<MethodCount> counts = new ArrayList<>();
        byMethod.forEach((method, counters) -> counts.add(new MethodCount(
                method,
                counters.granted.sum(),
                counters.refused.sum(),
                counters.unavailable.sum(),
                counters.throttled.sum())));
        return Collections.unmodifiableList(counts);
    }

    @Override
    public List<ReasonCount> getByReason() {
        List<ReasonCount> counts = new ArrayList<>();
        byReason.forEach((reason, count) -> counts.add(new ReasonCount(reason.name(), count.sum())));
        return Collections.unmodifiableList(counts);
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

    private LongAdder counter(String name, Function<Counters, LongAdder> kind) {
        Counters counters = byMethod.get(name);
        if (counters == null) {
            throw new IllegalArgumentException(name);
        }
        return kind.apply(counters);
    }

    private static LongAdder adder(Map<Refusal, LongAdder> counts, Refusal reason) {
        LongAdder adder = counts.get(reason);
        if (adder == null) {
            throw new IllegalArgumentException(reason.name());
        }
        return adder;
    }

    private long sum(Function<Counters, LongAdder> kind) {
        ToLongFunction<Counters> value = counters -> kind.apply(counters).sum();
        return byMethod.values().stream().mapToLong(value).sum();
    }

    /** The counters of one method. */
    private record Counters(LongAdder granted, LongAdder refused, LongAdder unavailable, LongAdder throttled) {

        Counters() {
            this(new LongAdder(), new LongAdder(), new LongAdder(), new LongAdder());
        }
    }
}
