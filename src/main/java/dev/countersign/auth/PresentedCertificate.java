package dev.countersign.auth;

import dev.countersign.client.AuthMethod;
import dev.countersign.client.ClientId;
import java.util.Set;

/**
 * The certificate of the client's end of a TLS connection (RFC 8705, section 2), whose private key the client has
 * proved to hold in the handshake. Which of the two methods it belongs to is a matter of what the client is registered
 * for.
 *
 * @param clientId from the request's {@code client_id}
 * @param chain the certificate, and what was sent after it
 */
public record PresentedCertificate(ClientId clientId, CertificateChain chain) implements PresentedCredential {

    private static final Set<AuthMethod> METHODS =
            Set.of(AuthMethod.TLS_CLIENT_AUTH, AuthMethod.SELF_SIGNED_TLS_CLIENT_AUTH);

    @Override
    public AuthMethod method() {
        return AuthMethod.TLS_CLIENT_AUTH;
    }

    @Override
    public AuthMethod methodFor(AuthMethod registered) {
        return METHODS.contains(registered) ? registered : method();
    }
}
