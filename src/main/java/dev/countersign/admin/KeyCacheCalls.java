package dev.countersign.admin;

import dev.countersign.auth.KeySource.Resolved;
import dev.countersign.client.ChangeAnnouncer;
import dev.countersign.client.Client;
import dev.countersign.client.ClientId;
import dev.countersign.client.UnavailableException;
import dev.countersign.manage.KeyCache;
import dev.countersign.manage.KeyCacheClearing;
import dev.countersign.manage.KeyDescriber;
import dev.countersign.manage.KeyFailure;
import jakarta.json.bind.annotation.JsonbPropertyOrder;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The calls about the cached public keys of clients: show, fetch now, clear on every node. Thread-safe. */
public record KeyCacheCalls(
        AdministeredClients clients, KeyCache cache, ChangeAnnouncer announcer, KeyDescriber describer)
        implements Calls {

    private static final Logger LOG = LoggerFactory.getLogger(KeyCacheCalls.class);

    private static final Problem HERE_ONLY = new Problem(
            ProblemKind.CLEARED_HERE_ONLY,
            "This node has forgotten the keys, but the store cannot be reached, so the other nodes have not been told. Clear again when it can.",
            Optional.empty());

    @Override
    public List<Route> routes() {
        String keys = "/clients/{client}/key-cache";
        return List.of(
                new Route("GET", keys, "Read a client's cached keys", this::read),
                new Route("DELETE", keys, "Forget a client's keys", this::clear),
                new Route("POST", keys + "/refresh", "Fetch a client's keys now", this::refresh),
                new Route("GET", "/key-cache/failures", "List clients whose keys cannot be fetched", this::failures),
                new Route("DELETE", "/key-cache", "Forget all clients' keys", this::clearAll));
    }

    private Answer read(Call call) {
        Client client = clients.expected(call);
        return answer(client.id(), cache.remembered(client.id()));
    }

    private Answer refresh(Call call) {
        Client client = clients.expected(call);
        try {
            return answer(client.id(), cache.refresh(client));
        } catch (UnavailableException e) {
            // The message is our own, never text from an origin's answer.
            throw new ProblemException(
                    ProblemKind.KEYS_UNAVAILABLE, "The client's keys cannot be fetched: " + e.getMessage() + ".");
        }
    }

    private Answer clear(Call call) {
        ClientId id = call.client();
        try {
            clients.expected(call);
        } catch (UnavailableException e) {
            // Cleared without knowing whether the client exists: a stolen key cannot wait for the store.
            cache.clear(id);
            return hereOnly(e);
        }
        return clear(call, Optional.of(id));
    }

    private Answer clearAll(Call call) {
        return clear(call, Optional.empty());
    }

    private Answer clear(Call call, Optional<ClientId> client) {
        KeyCacheClearing.Cleared cleared =
                new KeyCacheClearing(cache, announcer).clear(client, call.change("key-cache.clear", ""));
        return cleared.failure()
                .map(KeyCacheCalls::hereOnly)
                .orElseGet(() -> Answer.json(200, new Cleared(cleared.entries())));
    }

    private static Answer hereOnly(UnavailableException cause) {
        LOG.warn("admin=cleared-here-only", cause);
        return HERE_ONLY.answer().with("Retry-After", Failures.RETRY_AFTER);
    }

    /** Of this node's memory alone: asks neither the store nor an origin. */
    private Answer failures(Call call) {
        return Answer.json(
                200, new Failing(cache.failures().stream().map(Failed::of).toList()));
    }

    private Answer answer(ClientId client, Optional<Resolved> keys) {
        return Answer.json(200, KeyRepresentation.of(keys, cache.failure(client), describer));
    }

    /** The answer: the latest failure first. */
    public record Failing(List<Failed> items) {}

    /** A client whose keys could not be had. */
    @JsonbPropertyOrder({"clientId", "at", "error", "cached"})
    public record Failed(String clientId, Instant at, String error, boolean cached) {

        private static Failed of(KeyFailure failure) {
            return new Failed(failure.client().value(), failure.at(), failure.cause(), failure.cached());
        }
    }

    /** The answer: the number of clients whose keys were cleared on this node. */
    public record Cleared(int cleared) {}
}
