package dev.countersign.boot;

import dev.countersign.client.Client;
import dev.countersign.client.ClientId;
import dev.countersign.client.ClientStore;
import dev.countersign.client.UnavailableException;
import java.util.Optional;

/**
 * A deployer's own store, held to the contract of {@link ClientStore}: its faults are outages, and never decide about a
 * client. Thread-safe.
 */
record OwnClients(ClientStore delegate) implements ClientStore {

    /**
     * {@inheritDoc}
     *
     * <p>Of a store that compares ids without regard to case, only the client of exactly this id is one.
     */
    @Override
    public Optional<Client> find(ClientId id) {
        Optional<Client> found;
        try {
            found = delegate.find(id);
        } catch (UnavailableException e) {
            throw e;
        } catch (RuntimeException | LinkageError e) {
            throw new UnavailableException("the client store has failed", e);
        }
        // A store of other hands: NullAway has not seen it.
        if (found == null) {
            throw new UnavailableException("the client store has returned null, which is no answer");
        }
        return found.filter(client -> client.id().equals(id)).map(OwnClients::checked);
    }

    /** The time of a refusal must not tell the number of a client's secrets (GEN-10). */
    private static Client checked(Client client) {
        if (client.secrets().size() > Client.MAX_SECRETS
                || client.certificates().size() > Client.MAX_CERTIFICATES) {
            throw new UnavailableException("the client store has returned a client with more than " + Client.MAX_SECRETS
                    + " secrets or " + Client.MAX_CERTIFICATES + " certificates");
        }
        return client;
    }
}
