package dev.countersign.admin;

import dev.countersign.client.EndingCredential;
import dev.countersign.client.ExpiryCalendar;
import jakarta.json.bind.annotation.JsonbPropertyOrder;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The call that lists the credentials that expire. Thread-safe. */
public record ExpiryCalls(ExpiryCalendar calendar, InstantSource clock) implements Calls {

    /** How far ahead is looked when the caller does not say. */
    private static final Duration AHEAD = Duration.ofDays(30);

    @Override
    public List<Route> routes() {
        Set<String> parameters = Set.of("within", "since", "after", "limit");
        return List.of(new Route("GET", "/expiring", parameters, "Credentials that expire soon", this::expiring));
    }

    private Answer expiring(Call call) {
        Duration within = duration(call, "within").orElse(AHEAD);
        Duration since = duration(call, "since").orElse(Duration.ZERO);
        Optional<String> after = call.query().get("after");
        int limit = PageLimit.of(call.query());
        Instant now = clock.instant();
        Instant from = now.minus(since).isBefore(Instant.EPOCH) ? Instant.EPOCH : now.minus(since);
        return PageLimit.answer(() -> calendar.ending(from, now.plus(within), after, limit), Ending::of);
    }

    private static Optional<Duration> duration(Call call, String name) {
        return call.query().get(name).map(text -> DurationText.parse(name, text));
    }

    /** A line of the answer. */
    @JsonbPropertyOrder({"clientId", "kind", "id", "label", "expiresAt"})
    public record Ending(String clientId, String kind, String id, String label, Instant expiresAt) {

        private static Ending of(EndingCredential credential) {
            return new Ending(
                    credential.client().value(),
                    credential.kind().name().toLowerCase(Locale.ROOT),
                    credential.id(),
                    credential.label(),
                    credential.endsAt());
        }
    }
}
