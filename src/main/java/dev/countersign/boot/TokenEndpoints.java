package dev.countersign.boot;

import dev.countersign.auth.Gatekeeper;
import dev.countersign.client.AuthMethod;
import dev.countersign.endpoint.Endpoints;
import dev.countersign.endpoint.ServerMetadata;
import dev.countersign.keys.JwsAlgorithm;
import dev.countersign.signing.TokenService;
import java.util.Set;
import java.util.stream.Stream;

/** Connects the endpoints of OAuth 2.0 with what is installed. Stateless. */
final class TokenEndpoints {

    private TokenEndpoints() {}

    static Endpoints of(TokenService tokens, Settings settings, Gatekeeper gatekeeper) {
        return new Endpoints(
                settings.issuer(),
                tokens.issuer(),
                tokens.liveTokens(),
                tokens.publishedKeys(),
                metadata(settings, gatekeeper.methods()));
    }

    /** Algorithms are for the methods by which a client signs. */
    private static ServerMetadata metadata(Settings settings, Set<AuthMethod> methods) {
        boolean byKey = methods.contains(AuthMethod.PRIVATE_KEY_JWT);
        boolean bySecret = methods.contains(AuthMethod.CLIENT_SECRET_JWT);
        return new ServerMetadata(
                settings.issuer(),
                settings.mtlsIssuerUrl(),
                methods.stream().map(AuthMethod::name).sorted().toList(),
                Stream.of(JwsAlgorithm.values())
                        .filter(algorithm -> algorithm.takesSecret() ? bySecret : byKey)
                        .filter(algorithm -> settings.assertions().algorithms().contains(algorithm.registeredName()))
                        .flatMap(algorithm -> algorithm.names().stream())
                        .toList());
    }
}
