package dev.countersign.auth;

import dev.countersign.client.AuthMethod;
import dev.countersign.client.ClientId;

/**
 * An id and a secret, in the header or in the body (RFC 6749, section 2.3.1).
 *
 * @param method {@link AuthMethod#CLIENT_SECRET_BASIC} or {@link AuthMethod#CLIENT_SECRET_POST}
 */
public record PresentedSecret(ClientId clientId, AuthMethod method, Secret secret) implements PresentedCredential {}
