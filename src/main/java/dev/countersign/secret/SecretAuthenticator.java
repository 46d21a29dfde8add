package dev.countersign.secret;

import dev.countersign.auth.AuthenticatorContext;
import dev.countersign.auth.ClientAuthenticator;
import dev.countersign.auth.Outcome;
import dev.countersign.auth.PresentedSecret;
import dev.countersign.auth.Refusal;
import dev.countersign.client.AuthMethod;
import dev.countersign.client.Client;
import dev.countersign.client.ClientId;
import dev.countersign.client.ClientProfile;
import dev.countersign.client.ClientSecret;
import dev.countersign.client.UnavailableException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Judges client secrets, in whichever of the two envelopes they come (RFC 6749, section 2.3.1). Thread-safe. */
final class SecretAuthenticator implements ClientAuthenticator<PresentedSecret> {

    private static final Set<AuthMethod> METHODS =
            Set.of(AuthMethod.CLIENT_SECRET_BASIC, AuthMethod.CLIENT_SECRET_POST);

    private final SecretMatch secrets;
    private final InstantSource clock;
    private final Client decoy;

    SecretAuthenticator(AuthenticatorContext context) {
        this.secrets = new SecretMatch(new SecretHasher(context.keys()));
        this.clock = context.clock();
        this.decoy = decoy(context);
    }

    @Override
    public Class<PresentedSecret> accepts() {
        return PresentedSecret.class;
    }

    @Override
    public Set<AuthMethod> methods() {
        return METHODS;
    }

    @Override
    public boolean interchangeable(AuthMethod used, AuthMethod registered) {
        return isInterchangeable(used, registered);
    }

    @Override
    public Outcome authenticate(PresentedSecret presented, Client client) {
        // A client without secrets costs as much as one with a wrong secret.
        List<ClientSecret> candidates = client.secrets().isEmpty() ? decoy.secrets() : client.secrets();
        Instant now = clock.instant();
        Optional<ClientSecret> match;
        try {
            match = secrets.find(presented.secret(), client.id(), candidates, now);
        } catch (UnavailableException e) {
            return new Outcome.Unavailable(e);
        }
        if (match.isEmpty()) {
            boolean anyLive = client.secrets().stream().anyMatch(secret -> secret.liveAt(now));
            return new Outcome.Refused(anyLive ? Refusal.WRONG_SECRET : Refusal.NO_LIVE_SECRET);
        }
        if (!match.get().liveAt(now)) {
            return new Outcome.Refused(Refusal.EXPIRED_SECRET);
        }
        return new Outcome.Granted(client, presented.method(), match.map(ClientSecret::id));
    }

    @Override
    public Client decoy() {
        return decoy;
    }

    static boolean isInterchangeable(AuthMethod used, AuthMethod registered) {
        return METHODS.contains(used) && METHODS.contains(registered);
    }

    private static Client decoy(AuthenticatorContext context) {
        ClientId nobody = new ClientId("nobody");
        Instant now = context.clock().instant();
        ClientSecret unknown = new RandomSecretIssuer(context.keys(), context.clock())
                .issue(nobody, AuthMethod.CLIENT_SECRET_BASIC, "", Optional.empty(), Optional.empty())
                .registered();
        return new Client(nobody, ClientProfile.confidential(), List.of(unknown), 1, now, now);
    }
}
