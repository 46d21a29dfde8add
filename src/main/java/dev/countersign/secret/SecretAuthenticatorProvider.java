package dev.countersign.secret;

import dev.countersign.auth.AuthenticatorContext;
import dev.countersign.auth.AuthenticatorProvider;
import dev.countersign.auth.ClientAuthenticator;
import dev.countersign.auth.MethodDescription;
import dev.countersign.client.AuthMethod;
import java.util.List;

/** Provides the methods {@code client_secret_basic} and {@code client_secret_post}. */
public final class SecretAuthenticatorProvider implements AuthenticatorProvider {

    @Override
    public List<MethodDescription> methods() {
        return List.of(new MethodDescription(
                AuthMethod.CLIENT_SECRET_BASIC,
                List.of(AuthMethod.CLIENT_SECRET_POST),
                "Client ID and secret",
                "The client sends a secret that the server made for it, in the Authorization header or in the request body. "
                        + "Simple, and as safe as the client keeps the secret.",
                List.of(),
                true));
    }

    @Override
    public ClientAuthenticator<?> authenticator(AuthenticatorContext context) {
        return new SecretAuthenticator(context);
    }
}
