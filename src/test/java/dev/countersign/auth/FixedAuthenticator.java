package dev.countersign.auth;

import dev.countersign.client.AuthMethod;
import dev.countersign.client.Client;
import dev.countersign.client.ClientId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Always gives the same outcome for secrets, and records the clients of its calls.
 *
 * @param answer null: grants
 */
record FixedAuthenticator(@Nullable Outcome answer, List<ClientId> judged)
        implements ClientAuthenticator<PresentedSecret> {

    /** What stands for a client where the time alone was spent. */
    static final ClientId NO_CLIENT = new ClientId("no-client");

    @Override
    public Class<PresentedSecret> accepts() {
        return PresentedSecret.class;
    }

    @Override
    public Set<AuthMethod> methods() {
        return Set.of(AuthMethod.CLIENT_SECRET_BASIC, AuthMethod.CLIENT_SECRET_POST);
    }

    @Override
    public boolean interchangeable(AuthMethod used, AuthMethod registered) {
        return methods().contains(used) && methods().contains(registered);
    }

    @Override
    public Outcome authenticate(PresentedSecret presented, Client client) {
        judged.add(client.id());
        return answer != null ? answer : new Outcome.Granted(client, presented.method(), Optional.empty());
    }

    @Override
    public void refuse(PresentedSecret presented) {
        judged.add(NO_CLIENT);
        if (answer instanceof Outcome.Unavailable unavailable) {
            throw unavailable.cause();
        }
    }
}
