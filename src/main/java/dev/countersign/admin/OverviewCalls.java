package dev.countersign.admin;

import dev.countersign.auth.KeyCacheCounts;
import dev.countersign.client.AuditEvent;
import dev.countersign.client.ClientId;
import dev.countersign.client.EndingCredential;
import dev.countersign.client.ExpiryCounts;
import dev.countersign.http.AuthenticationMXBean;
import dev.countersign.http.RecentRefusal;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The calls that look at everything and change nothing. Thread-safe. */
record OverviewCalls(AdminDesk desk) {

    /** How far a caller looks ahead who does not say. */
    private static final Duration AHEAD = Duration.ofDays(30);

    private static final byte[] OPENAPI = resource("openapi.json");

    Answer whoAmI(Call call) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("name", call.caller().name());
        members.put("kind", call.caller().isPerson() ? "person" : "client");
        return Answer.json(200, members);
    }

    Answer events(Call call) {
        Optional<ClientId> client = call.query().get("client").map(OverviewCalls::clientId);
        Optional<String> after = call.query().get("after");
        int limit = PageLimit.of(call.query());
        return PageLimit.answer(() -> desk.audit().events(client, after, limit), OverviewCalls::event);
    }

    Answer refusals(Call call) {
        List<Map<String, Object>> items = desk.authentication().recentRefusals().stream()
                .map(OverviewCalls::refusal)
                .toList();
        return Answer.json(200, Map.of("items", items));
    }

    Answer expiring(Call call) {
        Duration within = duration(call, "within").orElse(AHEAD);
        Duration since = duration(call, "since").orElse(Duration.ZERO);
        Optional<String> after = call.query().get("after");
        int limit = PageLimit.of(call.query());
        Instant now = desk.clock().instant();
        Instant from = now.minus(since).isBefore(Instant.EPOCH) ? Instant.EPOCH : now.minus(since);
        return PageLimit.answer(
                () -> desk.calendar().ending(from, now.plus(within), after, limit), OverviewCalls::ending);
    }

    Answer statistics(Call call) {
        AuthenticationMXBean numbers = desk.authentication();
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("granted", numbers.getGranted());
        members.put("refused", numbers.getRefused());
        members.put("unavailable", numbers.getUnavailable());
        members.put("throttled", numbers.getThrottled());
        members.put(
                "by_method",
                numbers.getByMethod().stream().map(OverviewCalls::ofMethod).toList());
        members.put(
                "by_reason",
                numbers.getByReason().stream().map(OverviewCalls::ofReason).toList());
        members.put("credentials", credentials(desk.expiry()));
        members.put("key_cache", keyCache(desk.keyCache().cache().counts()));
        return Answer.json(200, members);
    }

    Answer openApi(Call call) {
        return Answer.ofJsonText(OPENAPI);
    }

    private static Optional<Duration> duration(Call call, String name) {
        return call.query().get(name).map(text -> DurationText.parse(name, text));
    }

    private static ClientId clientId(String text) {
        try {
            return new ClientId(text);
        } catch (IllegalArgumentException e) {
            throw ProblemException.inField("client", e.getMessage() + ".");
        }
    }

    private static Map<String, Object> event(AuditEvent event) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("id", event.id());
        members.put("at", event.at().toString());
        members.put("actor", event.actor());
        members.put("action", event.action());
        event.client().ifPresent(client -> members.put("client_id", client.value()));
        members.put("detail", event.detail());
        return members;
    }

    private static Map<String, Object> ending(EndingCredential credential) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("client_id", credential.client().value());
        members.put("kind", credential.kind().name().toLowerCase(Locale.ROOT));
        members.put("id", credential.id());
        members.put("label", credential.label());
        members.put("expires_at", credential.endsAt().toString());
        return members;
    }

    private static Map<String, Object> credentials(ExpiryCounts counts) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("expired", counts.expired());
        members.put("ending_within_1_day", counts.endingWithin1Day());
        members.put("ending_within_7_days", counts.endingWithin7Days());
        members.put("ending_within_30_days", counts.endingWithin30Days());
        counts.lookedAt().ifPresent(at -> members.put("last_looked", at.toString()));
        return members;
    }

    private static Map<String, Object> keyCache(KeyCacheCounts counts) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("size", counts.size());
        members.put("hits", counts.hits());
        members.put("misses", counts.misses());
        members.put("fetches", counts.fetches());
        members.put("fetch_failures", counts.fetchFailures());
        members.put("evictions", counts.evictions());
        counts.lastCleared().ifPresent(at -> members.put("last_cleared", at.toString()));
        return members;
    }

    private static Map<String, Object> refusal(RecentRefusal refusal) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("at", refusal.at().toString());
        members.put("client_id", refusal.clientId());
        members.put("method", refusal.method());
        members.put("reason", refusal.reason().name());
        members.put("source", refusal.source());
        return members;
    }

    private static Map<String, Object> ofMethod(AuthenticationMXBean.MethodCount count) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("method", count.method());
        members.put("granted", count.granted());
        members.put("refused", count.refused());
        members.put("unavailable", count.unavailable());
        members.put("throttled", count.throttled());
        return members;
    }

    private static Map<String, Object> ofReason(AuthenticationMXBean.ReasonCount count) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("reason", count.reason());
        members.put("count", count.count());
        return members;
    }

    private static byte[] resource(String name) {
        try (InputStream stream = OverviewCalls.class.getResourceAsStream(name)) {
            if (stream == null) {
                throw new IllegalStateException(name + " is missing");
            }
            return stream.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
