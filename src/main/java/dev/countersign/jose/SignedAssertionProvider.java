package dev.countersign.jose;

import dev.countersign.auth.AuthenticatorContext;
import dev.countersign.auth.AuthenticatorProvider;
import dev.countersign.auth.ClientAuthenticator;
import dev.countersign.auth.CredentialReader;
import dev.countersign.auth.MethodDescription;
import dev.countersign.client.AuthMethod;
import java.util.List;

/** Provides the methods {@code private_key_jwt} and {@code client_secret_jwt}. */
public final class SignedAssertionProvider implements AuthenticatorProvider {

    @Override
    public List<MethodDescription> methods() {
        return List.of(
                new MethodDescription(
                        AuthMethod.PRIVATE_KEY_JWT,
                        List.of(),
                        "Signed JWT",
                        "The client signs a short-lived JWT with its private key. We know only the public one: registered here, or published by the client.",
                        AssertionProperties.ofKeys(),
                        false,
                        true),
                new MethodDescription(
                        AuthMethod.CLIENT_SECRET_JWT,
                        List.of(),
                        "Signed JWT with client secret",
                        "The client signs a short-lived JWT with a secret that the server made for it, so that the secret itself is never sent.",
                        AssertionProperties.ofSecrets(),
                        true));
    }

    @Override
    public ClientAuthenticator<?> authenticator(AuthenticatorContext context) {
        return new SignedAssertionAuthenticator(context);
    }

    @Override
    public List<CredentialReader> readers(AuthenticatorContext context) {
        return List.of(new AssertionReader());
    }
}
