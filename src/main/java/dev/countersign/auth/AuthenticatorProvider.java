package dev.countersign.auth;

import java.util.List;

/**
 * Brings an authentication method; found with {@link java.util.ServiceLoader}. This is what a plug-in implements: a jar with this class and its
 * name in {@code META-INF/services/dev.countersign.auth.AuthenticatorProvider}. Has a public constructor without parameters.
 */
public interface AuthenticatorProvider {

    /** What administrators choose from. */
    List<MethodDescription> methods();

    /** Called once, at start. */
    ClientAuthenticator<?> authenticator(AuthenticatorContext context);

    /** Called once, at start: readers for the requests that carry its credential, where these have a shape of their own. */
    default List<CredentialReader> readers(AuthenticatorContext context) {
        return List.of();
    }
}
