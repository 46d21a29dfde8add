package dev.countersign.http;

import dev.countersign.auth.Refusal;
import dev.countersign.client.AuthMethod;
import dev.countersign.client.ClientId;
import dev.countersign.client.UnavailableException;
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
 * Remembers what the door decided: one log line each, counters, and the latest refusals. Bounded, whatever is sent: nothing is counted by a name that
 * a sender could choose. Thread-safe.
 */
public final class AuthenticationRecord implements AuthenticationMXBean {

    private static final Logger LOG = LoggerFactory.getLogger(AuthenticationRecord.class);

    private static final int RECENT_REFUSALS = 256;

    /** A method that is not installed here. */
    private static final String OTHER = "other";

    /** Nothing legible that would tell the method. */
    private static final String NO_METHOD = "none";

    private final InstantSource clock;
    private final Map<String, Counters> byMethod = new LinkedHashMap<>();
    private final Map<Refusal, LongAdder> byReason = new EnumMap<>(Refusal.class);
    private final Deque<RecentRefusal> recent = new ArrayDeque<>();

    public AuthenticationRecord(Set<AuthMethod> installed, InstantSource clock) {
        this.clock = clock;
        installed.stream().map(AuthMethod::name).sorted().forEach(name -> byMethod.put(name, new Counters()));
        byMethod.put(OTHER, new Counters());
        byMethod.put(NO_METHOD, new Counters());
        Arrays.stream(Refusal.values()).forEach(reason -> byReason.put(reason, new LongAdder()));
    }

    void granted(ClientId client, AuthMethod method, Arrival arrival) {
        String name = nameOf(Optional.of(method));
        counter(name, Counters::granted).increment();
        if (LOG.isDebugEnabled()) {
            LOG.debug(
                    "client={} method={} source={} granted",
                    LogText.quoted(client.value()),
                    name,
                    arrival.sourceText());
        }
    }

    void refused(Optional<ClientId> client, Optional<AuthMethod> method, Arrival arrival, Refusal reason) {
        String name = nameOf(method);
        String claimed = client.map(ClientId::value).orElse("");
        counter(name, reason == Refusal.THROTTLED ? Counters::throttled : Counters::refused)
                .increment();
        adder(byReason, reason).increment();
        RecentRefusal refusal = new RecentRefusal(clock.instant(), claimed, name, reason, arrival.sourceText());
        synchronized (recent) {
            if (recent.size() == RECENT_REFUSALS) {
                recent.removeLast();
            }
            recent.addFirst(refusal);
        }
        LOG.info("client={} method={} source={} refused={}", LogText.quoted(claimed), name, refusal.source(), reason);
    }

    void unavailable(
            Optional<ClientId> client, Optional<AuthMethod> method, Arrival arrival, UnavailableException cause) {
        String name = nameOf(method);
        counter(name, Counters::unavailable).increment();
        String claimed = LogText.quoted(client.map(ClientId::value).orElse(""));
        LOG.warn("client={} method={} source={} unavailable", claimed, name, arrival.sourceText(), cause);
    }

    /** The latest refusals on this node, the newest first; at most 256. */
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
