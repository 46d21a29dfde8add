package dev.countersign.admin;

import dev.countersign.client.AuditTrail;
import dev.countersign.client.Change;
import dev.countersign.client.Client;
import dev.countersign.client.ClientId;
import dev.countersign.client.ClientRegistry;
import dev.countersign.client.ClientSecret;
import dev.countersign.client.RejectedChangeException;
import java.util.OptionalLong;

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

    /**
     * Revokes a secret whose text was shown, for any caller: a holder of the secret could act as its client anyway, and
     * the removal grants nothing. One that is gone meanwhile is no failure.
     */
    void withoutLeaked(ClientId id, ClientSecret leaked, Change change) {
        try {
            registry.update(
                    id,
                    OptionalLong.empty(),
                    current -> current.with(current.secrets().stream()
                            .filter(secret -> !isSame(secret, leaked))
                            .toList()),
                    change);
        } catch (RejectedChangeException e) {
            if (e.reason() != RejectedChangeException.Reason.MISSING) {
                throw e;
            }
        }
    }

    private static boolean isSame(ClientSecret secret, ClientSecret other) {
        return secret.id().equals(other.id()) && secret.hash().equals(other.hash());
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
