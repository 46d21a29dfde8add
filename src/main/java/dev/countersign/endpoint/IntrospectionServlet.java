package dev.countersign.endpoint;

import dev.countersign.auth.AccessToken;
import dev.countersign.client.Client;
import dev.countersign.http.Grant;
import dev.countersign.text.JsonQuote;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Tells whether a token is good (RFC 7662): a client about its own tokens, a resource server about those that are meant
 * for it. Everything else is not active, whatever the reason. Thread-safe.
 */
public final class IntrospectionServlet extends OAuthEndpoint {

    private static final long serialVersionUID = 1L;

    public IntrospectionServlet() {
        super(Set.of());
    }

    @Override
    Optional<String> answer(Grant grant, Parameters parameters, Endpoints endpoints) throws OAuthException {
        Client client = grant.client();
        String text = parameters.one("token").orElseThrow(() -> OAuthException.invalidRequest("token is missing"));
        // Found first, for every caller: the time does not tell a token of another client from a dead one.
        Optional<AccessToken> token = endpoints.live().find(text);
        return Optional.of(token.filter(live -> mayKnow(client, live))
                .map(live -> json(live, endpoints.issuer()))
                .orElse("{\"active\":false}"));
    }

    private static boolean mayKnow(Client client, AccessToken token) {
        List<String> own = client.profile().audience();
        return token.clientId().equals(client.id())
                || (client.profile().tokens().introspection()
                        && (own.isEmpty() || token.audience().stream().anyMatch(own::contains)));
    }

    private static String json(AccessToken token, URI issuer) {
        String client = JsonQuote.of(token.clientId().value());
        StringBuilder json = new StringBuilder(512).append("{\"active\":true");
        if (!token.scopes().tokens().isEmpty()) {
            json.append(",\"scope\":").append(JsonQuote.of(token.scopes().toString()));
        }
        json.append(",\"client_id\":").append(client);
        json.append(",\"token_type\":\"Bearer\"");
        json.append(",\"exp\":").append(token.expiresAt().getEpochSecond());
        json.append(",\"iat\":").append(token.issuedAt().getEpochSecond());
        json.append(",\"sub\":").append(client);
        json.append(",\"aud\":").append(JsonQuote.oneOrList(token.audience()));
        json.append(",\"iss\":").append(JsonQuote.of(issuer.toString()));
        json.append(",\"jti\":").append(JsonQuote.of(token.id()));
        token.certificate()
                .ifPresent(thumbprint -> json.append(",\"cnf\":{\"x5t#S256\":")
                        .append(JsonQuote.of(thumbprint))
                        .append('}'));
        return json.append('}').toString();
    }
}
