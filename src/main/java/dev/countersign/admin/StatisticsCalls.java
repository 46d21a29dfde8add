package dev.countersign.admin;

import dev.countersign.client.ExpiryCounts;
import dev.countersign.http.AuthenticationMXBean.MethodCount;
import dev.countersign.http.AuthenticationRecord;
import dev.countersign.http.RecentRefusal;
import dev.countersign.manage.KeyCache;
import dev.countersign.manage.KeyCacheCounts;
import jakarta.json.bind.annotation.JsonbProperty;
import jakarta.json.bind.annotation.JsonbPropertyOrder;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The calls for refusals and counters of this node. They never wait for the store. Thread-safe.
 *
 * @param expiry how many credentials end when, as of the last count
 */
public record StatisticsCalls(AuthenticationRecord authentication, Supplier<ExpiryCounts> expiry, KeyCache keyCache)
        implements Calls {

    @Override
    public List<Route> routes() {
        return List.of(
                new Route("GET", "/refusals", "Recent refusals", this::refusals),
                new Route("GET", "/statistics", "Statistics of authentications", this::statistics));
    }

    private Answer refusals(Call call) {
        return Answer.json(
                200,
                new Refusals(authentication.recentRefusals().stream()
                        .map(ShownRefusal::of)
                        .toList()));
    }

    private Answer statistics(Call call) {
        return Answer.json(
                200,
                new Statistics(
                        authentication.getGranted(),
                        authentication.getRefused(),
                        authentication.getUnavailable(),
                        authentication.getThrottled(),
                        List.copyOf(authentication.getByMethod().values()),
                        authentication.getByReason().entrySet().stream()
                                .map(count -> new ReasonCount(count.getKey(), count.getValue()))
                                .toList(),
                        Credentials.of(expiry.get()),
                        keyCache.counts()));
    }

    /** The latest requests that were not granted. */
    public record Refusals(List<ShownRefusal> items) {}

    /** One of them. */
    @JsonbPropertyOrder({"at", "clientId", "method", "outcome", "reason", "source", "cause"})
    public record ShownRefusal(
            Instant at,
            String clientId,
            String method,
            String outcome,
            String reason,
            String source,
            Optional<String> cause) {

        private static ShownRefusal of(RecentRefusal refusal) {
            return new ShownRefusal(
                    refusal.at(),
                    refusal.clientId(),
                    refusal.method(),
                    refusal.outcome().name().toLowerCase(Locale.ROOT),
                    refusal.reason(),
                    refusal.source(),
                    refusal.cause());
        }
    }

    /** All numbers. */
    @JsonbPropertyOrder({
        "granted",
        "refused",
        "unavailable",
        "throttled",
        "byMethod",
        "byReason",
        "credentials",
        "keyCache"
    })
    public record Statistics(
            long granted,
            long refused,
            long unavailable,
            long throttled,
            List<MethodCount> byMethod,
            List<ReasonCount> byReason,
            Credentials credentials,
            KeyCacheCounts keyCache) {}

    /** How often one reason to refuse occurred. */
    public record ReasonCount(String reason, long count) {}

    /** How many credentials end when: with names that no naming strategy derives from those of {@link ExpiryCounts}. */
    @JsonbPropertyOrder({"expired", "within1Day", "within7Days", "within30Days", "lastLooked"})
    public record Credentials(
            long expired,
            @JsonbProperty("ending_within_1_day") long within1Day,
            @JsonbProperty("ending_within_7_days") long within7Days,
            @JsonbProperty("ending_within_30_days") long within30Days,
            Optional<Instant> lastLooked) {

        private static Credentials of(ExpiryCounts counts) {
            return new Credentials(
                    counts.expired(),
                    counts.endingWithin1Day(),
                    counts.endingWithin7Days(),
                    counts.endingWithin30Days(),
                    counts.lookedAt());
        }
    }
}
