package dev.countersign.http;

import dev.countersign.auth.Refusal;
import dev.countersign.client.Client;
import java.util.Optional;

/** What a client must be beyond proving who it is. Thread-safe. */
@FunctionalInterface
public interface Entitlement {

    /** Every client that proves itself. */
    Entitlement NONE = client -> Optional.empty();

    /** {@link Refusal#INSUFFICIENT_SCOPE} or {@link Refusal#NOT_ADMINISTRATOR}, which become a 403; empty: nothing is missing. */
    Optional<Refusal> missing(Client client);
}
