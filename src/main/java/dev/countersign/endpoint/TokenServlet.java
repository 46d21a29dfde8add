package dev.countersign.endpoint;

import dev.countersign.client.Client;
import dev.countersign.client.TokenRules;
import dev.countersign.http.Grant;
import dev.countersign.jws.CompactJws;
import dev.countersign.text.JsonQuote;
import dev.countersign.token.TokenIssuer;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** The token endpoint, for client credentials (RFC 6749, section 4.4). Thread-safe. */
public final class TokenServlet extends OAuthEndpoint {

    private static final long serialVersionUID = 1L;

    public TokenServlet() {
        super(Set.of(RequestedAudience.RESOURCE, RequestedAudience.AUDIENCE));
    }

    @Override
    Optional<String> answer(Grant grant, Parameters parameters, Endpoints endpoints) throws OAuthException {
        Client client = grant.client();
        String grantType =
                parameters.one("grant_type").orElseThrow(() -> OAuthException.invalidRequest("grant_type is missing"));
        if (!grantType.equals(TokenRules.CLIENT_CREDENTIALS)) {
            throw new OAuthException("unsupported_grant_type", "the only grant_type is client_credentials");
        }
        if (!client.profile().tokens().grantTypes().contains(grantType)) {
            throw new OAuthException("unauthorized_client", "the client is not registered for this grant_type");
        }
        Optional<String> certificate = Optional.empty();
        if (client.profile().tokens().certificateBound()) {
            certificate = grant.certificateThumbprint();
            if (certificate.isEmpty()) {
                throw OAuthException.invalidRequest(
                        "this client's tokens are bound to its TLS certificate, and the" + " request has none");
            }
        }
        TokenIssuer.Issued issued = endpoints
                .tokens()
                .issue(
                        client,
                        RequestedScope.of(parameters, client.profile().scopes()),
                        RequestedAudience.of(parameters, client, endpoints.issuer()),
                        certificate);
        if (issued.text().length() > CompactJws.MAX_CHARS) {
            // It would be refused wherever it is presented; a client may have many resources with long names.
            throw new OAuthException("invalid_target", "the token would be too long, ask for fewer resources");
        }
        return Optional.of(json(issued));
    }

    /** RFC 6749, section 5.1. */
    private static String json(TokenIssuer.Issued issued) {
        Duration life =
                Duration.between(issued.token().issuedAt(), issued.token().expiresAt());
        StringBuilder json = new StringBuilder(issued.text().length() + 128);
        json.append("{\"access_token\":\"").append(issued.text());
        json.append("\",\"token_type\":\"Bearer\",\"expires_in\":").append(life.toSeconds());
        if (!issued.token().scopes().tokens().isEmpty()) {
            json.append(",\"scope\":")
                    .append(JsonQuote.of(issued.token().scopes().toString()));
        }
        return json.append('}').toString();
    }
}
