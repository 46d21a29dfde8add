package dev.countersign.auth;

import java.time.InstantSource;

/**
 * What an authenticator gets to work with.
 *
 * @param clock the only source of time
 * @param keys keys derived from the master key
 * @param secrets those secrets of clients that can be read again
 * @param clientKeys the public keys of clients
 * @param rules what every signed assertion has to keep to
 * @param replayGuard remembers what was used
 * @param signatures who verifies which algorithm
 */
public record AuthenticatorContext(
        InstantSource clock,
        DerivedKeys keys,
        ReadableSecrets secrets,
        ClientKeys clientKeys,
        AssertionRules rules,
        ReplayGuard replayGuard,
        SignatureProviders signatures) {}
