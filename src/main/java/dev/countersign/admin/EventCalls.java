package dev.countersign.admin;

import dev.countersign.client.AuditEvent;
import dev.countersign.client.AuditTrail;
import dev.countersign.client.ClientId;
import jakarta.json.bind.annotation.JsonbPropertyOrder;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The call that reads the audit trail, as pages of JSON or as a stream of lines. Thread-safe. */
public record EventCalls(AuditTrail audit) implements Calls {

    @Override
    public List<Route> routes() {
        return List.of(new Route("GET", "/events", Set.of("client", "after", "limit"), "Audit events", this::events));
    }

    private Answer events(Call call) {
        if (LinesPreference.in(call.request().getHeaders("Accept"))) {
            return lines(call);
        }
        Optional<ClientId> client = call.query().get("client").map(EventCalls::clientId);
        Optional<String> after = call.query().get("after");
        int limit = PageLimit.of(call.query());
        return PageLimit.answer(() -> audit.events(client, after, limit), Event::of)
                .with("Vary", "Accept");
    }

    private Answer lines(Call call) {
        Optional<ClientId> client = call.query().get("client").map(EventCalls::clientId);
        if (call.query().get("limit").isPresent()) {
            throw ProblemException.inField("limit", "Cannot be used with " + LinesPreference.LINES + ".");
        }
        long after = call.query().get("after").map(EventCalls::eventId).orElse(0L);
        return Answer.stream(LinesPreference.LINES, new EventLines(audit, client, after))
                .with("Vary", "Accept");
    }

    private static long eventId(String text) {
        if (!text.matches("[0-9]{1,18}")) {
            throw ProblemException.inField("after", "Must be the id of an event.");
        }
        return Long.parseLong(text);
    }

    private static ClientId clientId(String text) {
        try {
            return new ClientId(text);
        } catch (IllegalArgumentException e) {
            throw ProblemException.inField("client", e);
        }
    }

    /** A line of the answer. */
    @JsonbPropertyOrder({"id", "at", "actor", "action", "clientId", "detail"})
    public record Event(long id, Instant at, String actor, String action, Optional<String> clientId, String detail) {

        static Event of(AuditEvent event) {
            return new Event(
                    event.id(),
                    event.at(),
                    event.actor(),
                    event.action(),
                    event.client().map(ClientId::value),
                    event.detail());
        }
    }
}
