package dev.countersign.secret;

import dev.countersign.client.AuthMethod;
import dev.countersign.client.ClientId;
import dev.countersign.manage.SecretIssuer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * Makes secrets by the deployer's rules: how long they live, and whether one may be chosen. Thread-safe.
 *
 * @param lifetime of a secret that is made without one; empty: the longest, where there is one
 * @param maxLifetime the longest; empty: any, and secrets without an end
 * @param choosing whether a secret may be chosen
 */
public record RuledSecretIssuer(
        SecretIssuer delegate,
        Optional<Duration> lifetime,
        Optional<Duration> maxLifetime,
        boolean choosing,
        InstantSource clock)
        implements SecretIssuer {

    @Override
    public IssuedSecret issue(
            ClientId client,
            AuthMethod method,
            Optional<String> algorithm,
            String label,
            Optional<String> chosen,
            Optional<Instant> expiresAt) {
        if (chosen.isPresent() && !choosing) {
            throw new UnacceptableSecretException(
                    "secrets are made by the server here (setting chosenSecrets): leave the member out");
        }
        // Whole milliseconds, which every database stores exactly.
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        Optional<Instant> latest = maxLifetime.map(now::plus);
        if (expiresAt.isPresent() && latest.isPresent() && expiresAt.get().isAfter(latest.get())) {
            throw new UnacceptableSecretException(
                    "lifetime",
                    "a secret lives for " + maxLifetime.get() + " at most here (setting maxSecretLifetime)");
        }
        return delegate.issue(
                client,
                method,
                algorithm,
                label,
                chosen,
                expiresAt.or(() -> lifetime.map(now::plus)).or(() -> latest));
    }

    /** How long they live is ruled for them, too. */
    @Override
    public SecretIssuer forImports() {
        return new RuledSecretIssuer(delegate, lifetime, maxLifetime, true, clock);
    }
}
