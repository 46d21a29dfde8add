package dev.countersign.http;

import dev.countersign.auth.Admission;
import dev.countersign.auth.Refusal;
import dev.countersign.client.AuthMethod;
import dev.countersign.client.Client;
import dev.countersign.client.Scopes;
import java.util.Optional;

/**
 * What one mapping of the filter asks of a client: how it proves itself, and which scopes it was given. Immutable.
 */
record Demands(Admission admission, Scopes scopes) implements Entitlement {

    @Override
    public Optional<Refusal> missing(Client client) {
        return client.profile().scopes().tokens().containsAll(scopes.tokens())
                ? Optional.empty()
                : Optional.of(Refusal.INSUFFICIENT_SCOPE);
    }

    /** What a client that was admitted elsewhere lacks here. */
    Optional<Refusal> missing(Decision.Admitted admitted) {
        AuthMethod used = admitted.principal().method();
        Client client = admitted.client();
        if (admission.methods().isPresent() && !admission.methods().get().contains(used)) {
            return Optional.of(Refusal.METHOD_NOT_ALLOWED);
        }
        if (admission.strictSecretForm() && !used.equals(client.profile().method())) {
            return Optional.of(Refusal.METHOD_NOT_REGISTERED);
        }
        return missing(client);
    }
}
