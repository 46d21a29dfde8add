package dev.countersign.secret;

import dev.countersign.auth.AuthenticatorContext;
import dev.countersign.auth.Check;
import dev.countersign.auth.ExplainingAuthenticator;
import dev.countersign.auth.Outcome;
import dev.countersign.auth.PresentedSecret;
import dev.countersign.auth.Refusal;
import dev.countersign.client.AuthMethod;
import dev.countersign.client.Client;
import dev.countersign.client.ClientSecret;
import dev.countersign.client.UnavailableException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Judges client secrets, from the header or the form body (RFC 6749, section 2.3.1). Thread-safe. */
final class SecretAuthenticator implements ExplainingAuthenticator<PresentedSecret> {

    private static final Set<AuthMethod> METHODS =
            Set.of(AuthMethod.CLIENT_SECRET_BASIC, AuthMethod.CLIENT_SECRET_POST);

    private final SecretMatch secrets;
    private final InstantSource clock;

    SecretAuthenticator(AuthenticatorContext context) {
        this(new SecretMatch(context.keys(), context.clock()), context.clock());
    }

    SecretAuthenticator(SecretMatch secrets, InstantSource clock) {
        this.secrets = secrets;
        this.clock = clock;
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
        return METHODS.contains(used) && METHODS.contains(registered);
    }

    @Override
    public Outcome authenticate(PresentedSecret presented, Client client) {
        Instant now = clock.instant();
        Optional<ClientSecret> match = secrets.find(presented.secret(), client.id(), client.secrets(), now);
        if (match.isPresent() && match.get().liveAt(now)) {
            return new Outcome.Granted(client, presented.method(), match.map(ClientSecret::id));
        }
        secrets.spendRest(presented.secret(), client.secrets().size());
        if (match.isPresent()) {
            return new Outcome.Refused(Refusal.EXPIRED_SECRET);
        }
        boolean anyLive = client.secrets().stream().anyMatch(secret -> secret.liveAt(now));
        return new Outcome.Refused(anyLive ? Refusal.WRONG_SECRET : Refusal.NO_LIVE_SECRET);
    }

    @Override
    public void refuse(PresentedSecret presented) {
        secrets.spendAll(presented.secret());
    }

    @Override
    public List<Check> explain(PresentedSecret presented, Client client) {
        Instant now = clock.instant();
        Optional<ClientSecret> match;
        try {
            match = secrets.find(presented.secret(), client.id(), client.secrets(), now);
        } catch (UnavailableException e) {
            return List.of(SecretChecks.unreadable(e));
        }
        return match.map(found -> List.of(SecretChecks.found(found), SecretChecks.notExpired(found, now)))
                .orElseGet(() ->
                        List.of(SecretChecks.notFound(client, presented.secret().bytes())));
    }
}
