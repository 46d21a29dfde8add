package dev.countersign.mtls;

import dev.countersign.auth.AuthenticatorContext;
import dev.countersign.auth.AuthenticatorProvider;
import dev.countersign.auth.ClientAuthenticator;
import dev.countersign.auth.MethodDescription;
import dev.countersign.auth.PropertyDescription;
import dev.countersign.client.AuthMethod;
import java.util.List;

/**
 * Provides the methods {@code tls_client_auth}, where a CA is trusted for clients, and
 * {@code self_signed_tls_client_auth} (RFC 8705, section 2).
 */
public final class CertificateAuthenticatorProvider implements AuthenticatorProvider {

    @Override
    public List<MethodDescription> methods() {
        return List.of(selfSigned(List.of()));
    }

    @Override
    public List<MethodDescription> methods(AuthenticatorContext context) {
        MethodDescription selfSigned = selfSigned(context.clientKeys().properties());
        if (context.certificatePaths().authorities().isEmpty()) {
            return List.of(selfSigned);
        }
        MethodDescription byAuthority = new MethodDescription(
                AuthMethod.TLS_CLIENT_AUTH,
                List.of(),
                "X.509 certificate (trusted CA)",
                "The client connects by TLS with a certificate of a CA that is trusted for clients, which has the subject"
                        + " that is registered here: exactly one of the five.",
                CertificateProperties.ofTrusted(context.certificatePaths().authorities()),
                false,
                false,
                CertificateProperties::problemOfTrusted);
        return List.of(byAuthority, selfSigned);
    }

    /** @param keySources the properties of the sources of keys beside the registered certificates */
    private static MethodDescription selfSigned(List<PropertyDescription> keySources) {
        return new MethodDescription(
                AuthMethod.SELF_SIGNED_TLS_CLIENT_AUTH,
                List.of(),
                "X.509 certificate (self-signed)",
                "The client connects by TLS with a certificate that is registered here, or that stands in its key set."
                        + " No CA is asked.",
                keySources,
                false,
                true);
    }

    @Override
    public ClientAuthenticator<?> authenticator(AuthenticatorContext context) {
        return new CertificateAuthenticator(context);
    }
}
