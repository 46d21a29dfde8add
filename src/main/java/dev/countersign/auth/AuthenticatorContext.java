package dev.countersign.auth;

import java.time.InstantSource;

/**
 * The services of the server that an authenticator may use.
 *
 * @param clock the only source of time
 * @param keys keys derived from the master key
 * @param secrets the clients' secrets that are stored encrypted, so that they can be read again
 * @param clientKeys the public keys of clients
 * @param rules the configured rules for signed assertions
 * @param replayGuard remembers the assertions that were used
 * @param signatures the security provider for each algorithm
 * @param certificatePaths the CAs that are trusted for clients' TLS certificates
 */
public record AuthenticatorContext(
        InstantSource clock,
        DerivedKeys keys,
        ReadableSecrets secrets,
        ClientKeys clientKeys,
        AssertionRules rules,
        ReplayGuard replayGuard,
        SignatureProviders signatures,
        CertificatePaths certificatePaths) {

    /** Without a CA that is trusted for clients. */
    public AuthenticatorContext(
            InstantSource clock,
            DerivedKeys keys,
            ReadableSecrets secrets,
            ClientKeys clientKeys,
            AssertionRules rules,
            ReplayGuard replayGuard,
            SignatureProviders signatures) {
        this(clock, keys, secrets, clientKeys, rules, replayGuard, signatures, CertificatePaths.NONE);
    }
}
