package dev.countersign.admin;

import dev.countersign.admin.StoreAbilities.Ability;
import dev.countersign.client.Creation;
import dev.countersign.client.RejectedChangeException;
import dev.countersign.text.Redaction;
import dev.countersign.text.ShownText;
import jakarta.json.bind.annotation.JsonbPropertyOrder;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The call that registers many clients at once: where the store is a database, one transaction for all of them, which
 * is many times faster than one for each. A client that cannot be registered does not hinder the others. Nothing is
 * fetched: between the registration and the answer, which has the secrets, nothing is waited for. Thread-safe.
 */
public record BulkCalls(AdministeredClients clients, Registrations registrations) implements Calls {

    /** Of one call: other changes wait until all are registered. */
    static final int MAX_CLIENTS = 100;

    private static final int MAX_BODY_BYTES = 1024 * 1024;
    private static final String CLIENTS = "clients";
    private static final Logger LOG = LoggerFactory.getLogger(BulkCalls.class);

    @Override
    public List<Route> routes() {
        return List.of(new Route("POST", "/bulk", "Register many clients", this::register).needing(Ability.CHANGE));
    }

    private Answer register(Call call) {
        List<Attempt> attempts = new ArrayList<>();
        try {
            for (Map<String, Object> client : asked(call.body(RequestBody.JSON, MAX_BODY_BYTES))) {
                attempts.add(attempt(client, call));
            }
            return Answer.json(200, new Listed(registered(attempts, call)));
        } finally {
            attempts.forEach(attempt -> attempt.asked().ifPresent(Registration::close));
        }
    }

    private static List<Map<String, Object>> asked(Map<String, Object> body) {
        JsonMembers members = new JsonMembers(body);
        List<Map<String, Object>> asked = members.any(CLIENTS)
                .flatMap(BulkCalls::objects)
                .filter(clients -> !clients.isEmpty() && clients.size() <= MAX_CLIENTS)
                .orElseThrow(() ->
                        ProblemException.inField(CLIENTS, "Must be an array of 1 to " + MAX_CLIENTS + " clients."));
        members.refuseOthers();
        return asked;
    }

    @SuppressWarnings("unchecked") // What JsonText reads.
    private static Optional<List<Map<String, Object>>> objects(Object value) {
        return value instanceof List<?> items && items.stream().allMatch(Map.class::isInstance)
                ? Optional.of((List<Map<String, Object>>) items)
                : Optional.empty();
    }

    private Attempt attempt(Map<String, Object> client, Call call) {
        try {
            return new Attempt(Optional.of(registrations.read(client, call)), Optional.empty());
        } catch (ProblemException e) {
            return new Attempt(Optional.empty(), Optional.of(e.problem()));
        }
    }

    /** In the order in which they were asked for. */
    private List<Item> registered(List<Attempt> attempts, Call call) {
        List<Creation> all = clients.by(call.caller())
                .createAll(attempts.stream()
                        .flatMap(attempt -> attempt.asked().stream())
                        .map(Registration::wanted)
                        .toList());
        if (all.stream().findFirst().orElse(null) instanceof Creation.Failed failed) {
            throw failed.cause();
        }
        all.stream()
                .flatMap(end -> end instanceof Creation.Failed failed ? Stream.of(failed.cause()) : Stream.empty())
                .findFirst()
                .ifPresent(cause ->
                        LOG.warn("admin=unavailable cause={}", ShownText.quoted(Redaction.of(cause.toString()))));
        Iterator<Creation> ends = all.iterator();
        return attempts.stream()
                .map(attempt -> attempt.asked()
                        .map(asked -> item(asked, ends.next(), call))
                        .orElseGet(() -> Item.of(attempt.problem().orElseThrow())))
                .toList();
    }

    private Item item(Registration asked, Creation end, Call call) {
        if (end instanceof Creation.Made made) {
            Map<String, Object> shown =
                    registrations.answer(asked, made.client(), registrations.untried(made.client()), call);
            return new Item(201, Optional.of(shown), Optional.empty());
        }
        if (end instanceof Creation.Failed) {
            return Item.of(Failures.unavailable());
        }
        return Item.of(Problem.of(new RejectedChangeException(RejectedChangeException.Reason.EXISTS)));
    }

    /** The answer: in the order in which the clients were asked for. */
    public record Listed(List<Item> items) {}

    /**
     * What became of one client.
     *
     * @param status as the call for a single client would have it; 503: the store failed after it had registered others
     * @param client the registered client, with its secret
     * @param problem why it was not registered
     */
    @JsonbPropertyOrder({"status", "client", "problem"})
    public record Item(int status, Optional<Map<String, Object>> client, Optional<Problem.Details> problem) {

        private static Item of(Problem problem) {
            return new Item(problem.kind().status(), Optional.empty(), Optional.of(problem.details()));
        }
    }

    /** One client of the call: read, or the reason why it could not be. */
    private record Attempt(Optional<Registration> asked, Optional<Problem> problem) {}
}
