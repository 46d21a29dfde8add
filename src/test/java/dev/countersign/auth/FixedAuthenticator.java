package dev.countersign.auth;

import dev.countersign.client.AuthMethod;
import dev.countersign.client.Client;
import dev.countersign.client.ClientId;
import dev.countersign.client.ClientProfile;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Answers always the same about secrets, and keeps whom it was asked about.
 *
 * @param answer null: grants
 */
record FixedAuthenticator(@Nullable Outcome answer, List<ClientId> judged)
        implements ClientAuthenticator<PresentedSecret> {

    static final ClientId DECOY = new ClientId("decoy");

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
    public Client decoy() {
        return new Client(DECOY, ClientProfile.confidential(), List.of(), 1, Instant.EPOCH, Instant.EPOCH);
    }
}
