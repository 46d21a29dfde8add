package dev.countersign.auth;

import java.time.InstantSource;

/**
 * What an authenticator gets to work with.
 *
 * @param clock the only source of time
 * @param keys keys derived from the master key
 */
public record AuthenticatorContext(InstantSource clock, DerivedKeys keys) {}
