package dev.countersign.boot;

import dev.countersign.auth.ReplayGuard;
import dev.countersign.client.ExpiryCounts;
import dev.countersign.http.AuthenticationRecord;
import dev.countersign.manage.KeyCache;
import dev.countersign.manage.MetricsExposition;
import dev.countersign.metrics.PrometheusMetrics;
import dev.countersign.metrics.Samples;
import dev.countersign.replay.ReplayGuardMXBean;
import dev.countersign.store.jdbc.StoreCalls;
import dev.countersign.task.ChangeLag;
import dev.countersign.token.SigningKey;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/**
 * All metrics of the server, by the counters that its parts keep. No label has a value that a sender could choose:
 * methods are those that are installed, reasons are ours. Stateless.
 *
 * @param expiry how many credentials end when, as of the last count
 * @param version of Countersign; empty: it runs from its sources
 */
record ServerMetrics(
        AuthenticationRecord authentication,
        KeyCache keys,
        ReplayGuard guard,
        StoreCalls calls,
        Supplier<ExpiryCounts> expiry,
        ChangeLag lag,
        StoreOutlook store,
        Optional<String> version) {

    private static final double NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final double MILLIS_PER_SECOND = TimeUnit.SECONDS.toMillis(1);

    MetricsExposition exposition() {
        PrometheusMetrics metrics = new PrometheusMetrics();
        addBuild(metrics);
        addAuthentication(metrics);
        addKeyCache(metrics);
        addStore(metrics);
        if (guard instanceof ReplayGuardMXBean memory) {
            addReplayGuard(metrics, memory);
        }
        addCredentials(metrics);
        addSigningKeys(metrics);
        return metrics;
    }

    private void addBuild(PrometheusMetrics metrics) {
        metrics.gauge(
                "countersign_build_info",
                "The version of Countersign and of Java; the value is always 1.",
                samples -> samples.add(
                        1, version.orElse("unknown"), Runtime.version().toString()),
                "version",
                "java");
    }

    private void addAuthentication(PrometheusMetrics metrics) {
        metrics.counter(
                        "countersign_authentications",
                        "Requests by method, outcome (granted, refused, throttled, unavailable) and reason to refuse.",
                        samples -> authentication
                                .counts()
                                .forEach(count ->
                                        samples.add(count.count(), count.method(), count.outcome(), count.reason())),
                        "method",
                        "outcome",
                        "reason")
                .counter(
                        "countersign_client_authentications",
                        "Requests by client and outcome (granted, refused), where metricsByClient is on.",
                        samples -> authentication
                                .countsByClient()
                                .forEach(count -> samples.add(count.count(), count.client(), count.outcome())),
                        "client",
                        "outcome")
                .histogram(
                        "countersign_authentication_seconds",
                        "How long the judgement of a credential took, look-ups and fetches included.",
                        authentication.durations())
                .counter(
                        "countersign_ignored_certificate_headers",
                        "Requests whose header with a TLS certificate was not read, since it is not the configured one.",
                        samples -> samples.add(authentication.getIgnoredCertificateHeaders()));
    }

    private void addKeyCache(PrometheusMetrics metrics) {
        metrics.gauge(
                        "countersign_key_cache_clients",
                        "Clients whose keys are cached.",
                        samples -> samples.add(keys.counts().size()))
                .counter(
                        "countersign_key_cache_hits",
                        "Look-ups of keys that were answered from the cache.",
                        samples -> samples.add(keys.counts().hits()))
                .counter(
                        "countersign_key_cache_misses",
                        "Look-ups without cached keys, or without the key that was named.",
                        samples -> samples.add(keys.counts().misses()))
                .counter(
                        "countersign_key_cache_evictions",
                        "Clients whose keys were dropped to make room for others.",
                        samples -> samples.add(keys.counts().evictions()))
                .counter(
                        "countersign_key_fetches",
                        "Fetches of keys for the sake of a request, failed ones included.",
                        samples -> samples.add(keys.counts().fetches()))
                .counter(
                        "countersign_key_fetch_failures",
                        "Fetches of keys that failed, also where older keys were used instead.",
                        samples -> samples.add(keys.counts().fetchFailures()));
    }

    private void addStore(PrometheusMetrics metrics) {
        metrics.gauge(
                        "countersign_store_up",
                        "1: the store has answered within the last 30 seconds; 0: it has not.",
                        samples -> samples.add(store.signingKeys().isPresent() ? 1 : 0))
                .histogram(
                        "countersign_store_call_seconds",
                        "How long calls of the database took, the wait for a connection included.",
                        calls.durations())
                .counter(
                        "countersign_store_call_failures",
                        "Calls of the database that failed.",
                        samples -> samples.add(calls.failures()))
                .gauge(
                        "countersign_changes_lag_seconds",
                        "Time since this node last knew all changes of all nodes.",
                        samples -> samples.add(lag.nanos() / NANOS_PER_SECOND));
    }

    private static void addReplayGuard(PrometheusMetrics metrics, ReplayGuardMXBean guard) {
        metrics.gauge(
                        "countersign_replay_guard_marks",
                        "Used assertions that are remembered.",
                        samples -> samples.add(guard.getMarks()))
                .gauge(
                        "countersign_replay_guard_used_bytes",
                        "Heap that they take.",
                        samples -> samples.add(guard.getUsedBytes()))
                .gauge(
                        "countersign_replay_guard_capacity_bytes",
                        "Limit of that heap.",
                        samples -> samples.add(guard.getCapacityBytes()))
                .counter(
                        "countersign_replay_guard_refused_for_room",
                        "Assertions that were answered with 503 because there was no room for their clients.",
                        samples -> samples.add(guard.getRefusedForRoom()));
    }

    private void addCredentials(PrometheusMetrics metrics) {
        metrics.gauge(
                        "countersign_credentials_expired",
                        "Secrets and certificates that have expired and are still registered.",
                        samples -> addIfCounted(samples, ExpiryCounts::expired))
                .gauge(
                        "countersign_credentials_expiring",
                        "Secrets and certificates that expire within that time, counted every hour.",
                        samples -> {
                            addIfCounted(samples, ExpiryCounts::endingWithin1Day, "1d");
                            addIfCounted(samples, ExpiryCounts::endingWithin7Days, "7d");
                            addIfCounted(samples, ExpiryCounts::endingWithin30Days, "30d");
                        },
                        "within")
                .gauge(
                        "countersign_credentials_counted_timestamp_seconds",
                        "When they were counted.",
                        samples -> addIfCounted(
                                samples, counts -> seconds(counts.lookedAt().orElseThrow())));
    }

    private void addIfCounted(Samples samples, ToDoubleFunction<ExpiryCounts> number, String... labels) {
        ExpiryCounts counts = expiry.get();
        if (counts.lookedAt().isPresent()) {
            samples.add(number.applyAsDouble(counts), labels);
        }
    }

    private void addSigningKeys(PrometheusMetrics metrics) {
        metrics.gauge(
                        "countersign_signing_keys",
                        "Keys for access tokens by state (published, active, retired).",
                        samples -> store.signingKeys()
                                .ifPresent(all -> Arrays.stream(SigningKey.State.values())
                                        .forEach(state -> samples.add(
                                                all.stream()
                                                        .filter(key -> key.state() == state)
                                                        .count(),
                                                state.wireName()))),
                        "state")
                .gauge(
                        "countersign_signing_key_active_since_timestamp_seconds",
                        "When the active key began to sign.",
                        samples -> store.signingKeys().stream()
                                .flatMap(all -> all.stream())
                                .filter(key -> key.state() == SigningKey.State.ACTIVE)
                                .flatMap(key -> key.activeSince().stream())
                                .max(Instant::compareTo)
                                .ifPresent(since -> samples.add(seconds(since))));
    }

    private static double seconds(Instant at) {
        return at.toEpochMilli() / MILLIS_PER_SECOND;
    }
}
