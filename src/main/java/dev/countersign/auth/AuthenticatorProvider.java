package dev.countersign.auth;

import java.util.List;

/**
 * Brings an authentication method; found with {@link java.util.ServiceLoader}. This is what a plug-in implements: a jar
 * with this class and its name in {@code META-INF/services/dev.countersign.auth.AuthenticatorProvider}. Has a public
 * constructor without parameters.
 */
public interface AuthenticatorProvider {

    /** The methods that it provides, as administrators see them. */
    List<MethodDescription> methods();

    /** The same, where they depend on the configuration. Called once, at start. */
    default List<MethodDescription> methods(AuthenticatorContext context) {
        return methods();
    }

    /** Called once, at start. */
    ClientAuthenticator<?> authenticator(AuthenticatorContext context);

    /** Called once, at start: readers for its kind of credential, where no reader of the server reads that kind. */
    default List<CredentialReader> readers(AuthenticatorContext context) {
        return List.of();
    }
}
