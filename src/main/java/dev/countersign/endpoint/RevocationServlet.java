package dev.countersign.endpoint;

import dev.countersign.auth.AccessToken;
import dev.countersign.client.Client;
import dev.countersign.http.Grant;
import java.util.Optional;
import java.util.Set;

/** Ends a token of the client that asks (RFC 7009). Thread-safe. */
public final class RevocationServlet extends OAuthEndpoint {

    private static final long serialVersionUID = 1L;

    public RevocationServlet() {
        super(Set.of());
    }

    @Override
    Optional<String> answer(Grant grant, Parameters parameters, Endpoints endpoints) throws OAuthException {
        Client client = grant.client();
        String text = parameters.one("token").orElseThrow(() -> OAuthException.invalidRequest("token is missing"));
        Optional<AccessToken> token = endpoints.live().find(text);
        // An invalid token is no error (RFC 7009, section 2.2): the client wanted it dead.
        if (token.isPresent()) {
            if (!token.get().clientId().equals(client.id())) {
                throw new OAuthException("unauthorized_client", "the token is another client's");
            }
            endpoints.live().revoke(token.get());
        }
        return Optional.empty();
    }
}
