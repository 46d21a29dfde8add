package dev.countersign.admin;

import dev.countersign.client.AuditEvent;
import dev.countersign.client.ClientId;
import dev.countersign.client.EndingSecret;
import dev.countersign.http.AuthenticationMXBean;
import dev.countersign.http.RecentRefusal;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
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
        Duration within = call.query()
                .get("within")
                .map(text -> DurationText.parse("within", text))
                .orElse(AHEAD);
        Optional<String> after = call.query().get("after");
        int limit = PageLimit.of(call.query());
        Instant now = desk.clock().instant();
        return PageLimit.answer(
                () -> desk.calendar().ending(now, now.plus(within), after, limit), OverviewCalls::ending);
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
        return Answer.json(200, members);
    }

    Answer openApi(Call call) {
        return Answer.ofJsonText(OPENAPI);
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

    private static Map<String, Object> ending(EndingSecret secret) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("client_id", secret.client().value());
        members.put("kind", "secret");
        members.put("id", secret.id());
        members.put("label", secret.label());
        members.put("expires_at", secret.expiresAt().toString());
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
