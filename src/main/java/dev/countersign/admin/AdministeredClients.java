package dev.countersign.admin;

import dev.countersign.client.AuditTrail;
import dev.countersign.client.Client;
import dev.countersign.client.ClientRegistry;

/**
 * The clients as a caller may read and change them: the only way from a call to the registry. Thread-safe.
 *
 * @param registry queried directly, never through a cache: administrators see the current state
 */
public record AdministeredClients(ClientRegistry registry, AuditTrail audit) {

    /** The registry, which refuses the changes that this caller may not make. */
    ClientRegistry by(Caller caller) {
        return new GuardedRegistry(registry, audit, caller);
    }

    /** @throws ProblemException when the client that the call names does not exist */
    Client existing(Call call) {
        return registry.find(call.client()).orElseThrow(ProblemException::noSuchClient);
    }

    /**
     * @throws ProblemException when the client does not exist, or is another version than the call's condition names
     */
    Client expected(Call call) {
        Client client = existing(call);
        call.precondition().check(client);
        return client;
    }
}
