package dev.countersign.interop;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.ws.rs.core.MediaType;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.apache.cxf.jaxrs.client.WebClient;
import org.apache.cxf.rs.security.jose.jwa.SignatureAlgorithm;
import org.apache.cxf.rs.security.jose.jwk.JwkUtils;
import org.apache.cxf.rs.security.jose.jws.JwsHeaders;
import org.apache.cxf.rs.security.jose.jws.JwsJwtCompactProducer;
import org.apache.cxf.rs.security.jose.jws.JwsSignatureProvider;
import org.apache.cxf.rs.security.jose.jws.JwsUtils;
import org.apache.cxf.rs.security.jose.jwt.JwtClaims;
import org.apache.cxf.rs.security.oauth2.client.Consumer;
import org.apache.cxf.rs.security.oauth2.client.OAuthClientUtils;
import org.apache.cxf.rs.security.oauth2.common.ClientAccessToken;
import org.apache.cxf.rs.security.oauth2.filters.AccessTokenIntrospectionClient;
import org.apache.cxf.rs.security.oauth2.filters.JwsJwksJwtAccessTokenValidator;
import org.apache.cxf.rs.security.oauth2.grants.clientcred.ClientCredentialsGrant;
import org.apache.cxf.rs.security.oauth2.grants.jwt.JwtBearerClientCredentialsGrant;
import org.apache.cxf.rs.security.oauth2.provider.AccessTokenValidator;
import org.apache.cxf.rs.security.oauth2.provider.OAuthJSONProvider;
import org.apache.cxf.rs.security.oauth2.services.AuthorizationMetadata;
import org.apache.cxf.rs.security.oauth2.utils.OAuthUtils;

/** Apache CXF as a client and as a resource server, as its documentation has it. Immutable. */
record CxfLibrary(LibraryCase library, LibraryClient client, String issuer) {

    static final String NAME = "Apache CXF";

    private static final long ASSERTION_SECONDS = 60;

    /** Uses everything that the library has for such a client, and says what that was. */
    String use() throws Exception {
        AuthorizationMetadata server = OAuthClientUtils.getAuthorizationMetadata(issuer);
        assertThat(server.getIssuer()).hasToString(issuer);

        ClientAccessToken token = token(server.getTokenEndpoint().toString());
        assertThat(token.getApprovedScope()).isEqualTo(LibraryClient.SCOPE);
        assertThat(status(issuer + "/verify", token)).isEqualTo(204);

        JwsJwksJwtAccessTokenValidator signature = new JwsJwksJwtAccessTokenValidator();
        signature.setJwksURL(server.getJwksURL().toString());
        letsIn(token, signature);
        if (client.secret().isEmpty() || !library.algorithm().isEmpty()) {
            return "discovery, token, verification";
        }

        // As a client it asks about tokens by Basic only.
        AccessTokenIntrospectionClient asking = new AccessTokenIntrospectionClient();
        asking.setTokenValidatorClient(WebClient.create(
                        server.getIntrospectionEndpoint().toString(),
                        List.of(new OAuthJSONProvider()),
                        client.id(),
                        client.secret(),
                        null)
                .type(MediaType.APPLICATION_FORM_URLENCODED_TYPE)
                .accept(MediaType.APPLICATION_JSON_TYPE));
        letsIn(token, asking);
        return "discovery, token, verification, introspection";
    }

    private ClientAccessToken token(String endpoint) {
        WebClient tokens = WebClient.create(endpoint).accept(MediaType.APPLICATION_JSON_TYPE);
        if (library.algorithm().isEmpty()) {
            return OAuthClientUtils.getAccessToken(
                    tokens,
                    new Consumer(client.id(), client.secret()),
                    new ClientCredentialsGrant(LibraryClient.SCOPE),
                    library.method().equals("client_secret_basic"));
        }
        return OAuthClientUtils.getAccessToken(
                tokens, new JwtBearerClientCredentialsGrant(assertion(), true, LibraryClient.SCOPE));
    }

    private String assertion() {
        long now = OAuthUtils.getIssuedAt();
        JwtClaims claims = new JwtClaims();
        claims.setIssuer(client.id());
        claims.setSubject(client.id());
        claims.setAudience(issuer);
        claims.setTokenId(UUID.randomUUID().toString());
        claims.setIssuedAt(now);
        claims.setExpiryTime(now + ASSERTION_SECONDS);
        return new JwsJwtCompactProducer(new JwsHeaders(), claims).signWith(key());
    }

    private JwsSignatureProvider key() {
        return client.secret().isEmpty()
                ? JwsUtils.getSignatureProvider(JwkUtils.readJwkKey(client.key()))
                : JwsUtils.getHmacSignatureProvider(
                        client.secret().getBytes(StandardCharsets.UTF_8),
                        SignatureAlgorithm.getAlgorithm(library.algorithm()));
    }

    /** A resource server lets in the client with this token; not with a changed one, without, or at another server. */
    private void letsIn(ClientAccessToken token, AccessTokenValidator validator) throws Exception {
        try (CxfResourceServer resource = CxfResourceServer.start(issuer, issuer, validator)) {
            assertThat(answer(resource.url(), token)).isEqualTo(client.id());

            ClientAccessToken changed = new ClientAccessToken(token.getTokenType(), token.getTokenKey() + "A");
            assertThat(status(resource.url(), changed)).isEqualTo(401);
            assertThat(WebClient.create(resource.url()).get().getStatus()).isEqualTo(401);
        }
        try (CxfResourceServer another = CxfResourceServer.start(issuer, "https://api.example/another", validator)) {
            assertThat(status(another.url(), token)).isEqualTo(401);
        }
    }

    private static String answer(String url, ClientAccessToken token) {
        return asks(url, token).get(String.class);
    }

    private static int status(String url, ClientAccessToken token) {
        return asks(url, token).get().getStatus();
    }

    private static WebClient asks(String url, ClientAccessToken token) {
        WebClient asking = WebClient.create(url);
        OAuthClientUtils.setAuthorizationHeader(asking, token);
        return asking;
    }
}
