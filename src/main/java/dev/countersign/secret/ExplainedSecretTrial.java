package dev.countersign.secret;

import dev.countersign.auth.Check;
import dev.countersign.auth.ClientChecks;
import dev.countersign.auth.DerivedKeys;
import dev.countersign.auth.PresentedSecret;
import dev.countersign.auth.SecretTrial;
import dev.countersign.auth.TrialReport;
import dev.countersign.client.AuthMethod;
import dev.countersign.client.Client;
import dev.countersign.client.ClientSecret;
import dev.countersign.client.UnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Tries secrets by the very comparison by which they are judged. Thread-safe. */
public final class ExplainedSecretTrial implements SecretTrial {

    private static final String SECRET = "secret";
    private static final String SECRET_HELP =
            "It has to be one of the secrets that are registered for the client, letter by letter. "
                    + "What is registered cannot be read back: a secret that was lost is replaced.";

    private final SecretMatch match;
    private final InstantSource clock;

    public ExplainedSecretTrial(DerivedKeys keys, InstantSource clock) {
        this.match = new SecretMatch(new SecretHasher(keys));
        this.clock = clock;
    }

    @Override
    public TrialReport attempt(PresentedSecret presented, Client client) {
        List<Check> checks = new ArrayList<>();
        checks.add(sameClient(presented, client));
        checks.addAll(ClientChecks.of(client));
        Check method = method(presented.method(), client);
        checks.add(method);
        if (!method.passed()) {
            checks.add(secret(false, "not looked for, as the client's method is another one"));
            return TrialReport.of(checks, Set.of());
        }
        try {
            checks.addAll(ofSecret(presented, client));
            return TrialReport.of(checks, Set.of());
        } catch (UnavailableException e) {
            checks.add(secret(false, "could not tell: " + e.getMessage()));
            return TrialReport.of(checks, Set.of(SECRET));
        }
    }

    private List<Check> ofSecret(PresentedSecret presented, Client client) {
        Instant now = clock.instant();
        Optional<ClientSecret> found = match.find(presented.secret(), client.id(), client.secrets(), now);
        if (found.isEmpty()) {
            int registered = client.secrets().size();
            return List.of(
                    secret(false, registered == 0 ? "the client has no secret at all" : "none of its " + registered));
        }
        return List.of(secret(true, name(found.get())), notExpired(found.get(), now));
    }

    private static Check sameClient(PresentedSecret presented, Client client) {
        return new Check(
                "client",
                presented.clientId().equals(client.id()),
                client.id().value(),
                presented.clientId().value(),
                "The id before the colon names the client (RFC 6749, section 2.3.1), exactly.");
    }

    private static Check method(AuthMethod used, Client client) {
        AuthMethod registered = client.profile().method();
        return new Check(
                "method",
                SecretAuthenticator.isInterchangeable(used, registered),
                registered.name(),
                used.name(),
                "A client uses the one method that it is registered for. client_secret_basic and client_secret_post stand for each other, "
                        + "unless the filter's strictSecretForm is true.");
    }

    private static Check secret(boolean passed, String found) {
        return new Check(SECRET, passed, "one of the client's registered secrets", found, SECRET_HELP);
    }

    private static String name(ClientSecret secret) {
        return "secret " + secret.id() + (secret.label().isEmpty() ? "" : ", \"" + secret.label() + '"');
    }

    private static Check notExpired(ClientSecret secret, Instant now) {
        Optional<Instant> end = secret.expiresAt();
        boolean live = secret.liveAt(now);
        String found = end.map(
                        at -> at + (live ? "" : ", " + Duration.between(at, now).toSeconds() + " seconds ago"))
                .orElse("no end");
        return new Check(
                "not_expired",
                live,
                "no end, or one after " + now,
                found,
                "A secret works up to its expires_at. After a Regenerate Secret the older ones end when the overlap is over.");
    }
}
