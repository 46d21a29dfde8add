package dev.countersign.admin;

import dev.countersign.auth.KeySource.Resolved;
import dev.countersign.client.Client;
import dev.countersign.client.ClientId;
import dev.countersign.client.UnavailableException;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The calls about the public keys that are kept of clients: look, fetch now, have every node forget. Thread-safe. */
record KeyCacheCalls(AdminDesk desk) {

    private static final Logger LOG = LoggerFactory.getLogger(KeyCacheCalls.class);

    private static final Problem HERE_ONLY = new Problem(
            ProblemKind.CLEARED_HERE_ONLY,
            "This node has forgotten the keys, but the store cannot be asked, so the other nodes have not been told. Clear again when it can.",
            Optional.empty());

    Answer read(Call call) {
        Client client = existing(call);
        return answer(desk.keyCache().cache().remembered(client.id()));
    }

    Answer refresh(Call call) {
        Client client = existing(call);
        try {
            return answer(desk.keyCache().cache().refresh(client));
        } catch (UnavailableException e) {
            // The reason is one of ours, never what an origin answered.
            throw new ProblemException(
                    ProblemKind.KEYS_UNAVAILABLE, "The client's keys cannot be had: " + e.getMessage() + ".");
        }
    }

    Answer clear(Call call) {
        ClientId id = call.client();
        try {
            existing(call);
        } catch (UnavailableException e) {
            // Whether there is such a client can wait, a stolen key cannot.
            desk.keyCache().cache().clear(id);
            return hereOnly(e);
        }
        return tell(call, Optional.of(id), desk.keyCache().cache().clear(id));
    }

    Answer clearAll(Call call) {
        return tell(call, Optional.empty(), desk.keyCache().cache().clear());
    }

    private Answer tell(Call call, Optional<ClientId> client, int cleared) {
        try {
            desk.keyCache().announcer().announce(client, call.change("key-cache.clear", ""));
        } catch (UnavailableException e) {
            return hereOnly(e);
        }
        return Answer.json(200, Map.of("cleared", cleared));
    }

    private static Answer hereOnly(UnavailableException cause) {
        LOG.warn("admin=cleared-here-only", cause);
        return HERE_ONLY.answer().with("Retry-After", Failures.RETRY_AFTER);
    }

    private Answer answer(Optional<Resolved> keys) {
        return Answer.json(200, new KeyRepresentation(desk.keyCache().describer()).of(keys));
    }

    private Client existing(Call call) {
        Client client = desk.registry().find(call.client()).orElseThrow(ProblemException::noSuchClient);
        call.precondition().check(client);
        return client;
    }
}
