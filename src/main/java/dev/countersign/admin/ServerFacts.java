package dev.countersign.admin;

import dev.countersign.auth.AudiencePolicy;
import dev.countersign.http.HealthChecks;
import dev.countersign.text.BaseUrl;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What administrators may know of the server that they look at: version, health, and the settings that decide
 * whether a client is granted. Immutable.
 *
 * @param issuer our issuer identifier: its origin is ours, even when a proxy changes that of a request
 * @param version of the program; empty: unknown, as when it runs from its sources
 * @param algorithms the JWS algorithms that are allowed, in the order to show them in
 * @param expiredCertificates how the key of a registered certificate is treated outside of its validity
 * @param secrets rules for the secrets that are made here
 * @param maxCertificateValidity of the certificates that are made here
 * @param uploadMaxBytes the largest file that can be uploaded
 * @param keyCacheTtl how long a client's keys are cached at most
 * @param replayGuard where used assertions are remembered: the value of the setting
 * @param store what the store of the clients can do
 * @param settings those that were given a value
 */
public record ServerFacts(
        URI issuer,
        Optional<String> version,
        Instant startedAt,
        HealthChecks health,
        AudiencePolicy audiencePolicy,
        List<String> algorithms,
        boolean expiredCertificates,
        SecretRules secrets,
        Duration maxCertificateValidity,
        int uploadMaxBytes,
        Duration keyCacheTtl,
        String replayGuard,
        StoreAbilities store,
        List<GivenSetting> settings) {

    /**
     * Rules for new secrets.
     *
     * @param lifetime of one that is made without; empty: the longest, where there is one
     * @param maxLifetime the longest; empty: any, and none
     * @param chosen whether one may be chosen
     */
    public record SecretRules(Optional<Duration> lifetime, Optional<Duration> maxLifetime, boolean chosen) {}

    public ServerFacts {
        algorithms = List.copyOf(algorithms);
        settings = List.copyOf(settings);
    }

    /** The URL for the subrequests of reverse proxies. */
    String verify() {
        return BaseUrl.with(issuer, "/verify");
    }

    /** The token endpoint (RFC 6749, section 3.2). */
    String token() {
        return BaseUrl.with(issuer, "/token");
    }
}
