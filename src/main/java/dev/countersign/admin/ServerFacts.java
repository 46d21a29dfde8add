package dev.countersign.admin;

import dev.countersign.auth.AudiencePolicy;
import dev.countersign.http.HealthChecks;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What administrators may know of the server that they look at: who it is, how it does, and the settings that decide whether a client gets in. Immutable.
 *
 * @param issuer our issuer identifier: its origin is ours, whatever a proxy makes of the request's
 * @param version of the program; empty: unknown, as when it runs from its sources
 * @param algorithms the JWS algorithms that are allowed, in the order to show them in
 * @param expiredCertificates whether the key of a registered certificate counts outside of the certificate's validity
 * @param keyCacheTtl how long a client's keys are believed at most
 */
public record ServerFacts(
        URI issuer,
        Optional<String> version,
        Instant startedAt,
        HealthChecks health,
        AudiencePolicy audiencePolicy,
        List<String> algorithms,
        boolean expiredCertificates,
        Duration keyCacheTtl) {

    public ServerFacts {
        algorithms = List.copyOf(algorithms);
    }

    /** Where reverse proxies ask. */
    String verify() {
        String base = issuer.toString();
        return (base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + "/verify";
    }
}
