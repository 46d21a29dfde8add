package dev.countersign.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.AsymmetricJWK;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import com.nimbusds.oauth2.sdk.ClientCredentialsGrant;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenIntrospectionRequest;
import com.nimbusds.oauth2.sdk.TokenIntrospectionResponse;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.TokenResponse;
import com.nimbusds.oauth2.sdk.TokenRevocationRequest;
import com.nimbusds.oauth2.sdk.as.AuthorizationServerMetadata;
import com.nimbusds.oauth2.sdk.auth.ClientAuthentication;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.ClientSecretJWT;
import com.nimbusds.oauth2.sdk.auth.ClientSecretPost;
import com.nimbusds.oauth2.sdk.auth.PrivateKeyJWT;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.oauth2.sdk.token.AccessToken;
import java.net.URI;
import java.util.Set;

/** Nimbus' OAuth 2.0 SDK, as its documentation has it. Immutable. */
record NimbusLibrary(LibraryCase library, LibraryClient client, String issuer) {

    static final String NAME = "Nimbus oauth2-oidc-sdk";

    /** Uses everything that the library has for such a client, and says what that was. */
    String use() throws Exception {
        AuthorizationServerMetadata server = AuthorizationServerMetadata.resolve(new Issuer(issuer));

        TokenRequest request = new TokenRequest.Builder(
                        server.getTokenEndpointURI(), authentication(), new ClientCredentialsGrant())
                .scope(new Scope(LibraryClient.SCOPE))
                .build();
        TokenResponse answer = TokenResponse.parse(request.toHTTPRequest().send());
        assertThat(answer.indicatesSuccess())
                .as(() -> String.valueOf(answer.toErrorResponse().getErrorObject()))
                .isTrue();
        AccessToken token = answer.toSuccessResponse().getTokens().getAccessToken();
        assertThat(token.getScope()).isEqualTo(new Scope(LibraryClient.SCOPE));

        HTTPRequest toResource = new HTTPRequest(HTTPRequest.Method.GET, URI.create(issuer + "/verify"));
        toResource.setAuthorization(token.toAuthorizationHeader());
        assertThat(toResource.send().getStatusCode()).isEqualTo(204);

        JWTClaimsSet claims = verified(token, server.getJWKSetURI());
        assertThat(claims.getStringClaim("client_id")).isEqualTo(client.id());

        assertThat(isActive(token, server)).isTrue();
        HTTPResponse revoked = new TokenRevocationRequest(server.getRevocationEndpointURI(), authentication(), token)
                .toHTTPRequest()
                .send();
        assertThat(revoked.getStatusCode()).isEqualTo(200);
        assertThat(isActive(token, server)).isFalse();
        return "discovery, token, verification, introspection, revocation";
    }

    /** A new one for each request, since an assertion counts once. */
    private ClientAuthentication authentication() throws Exception {
        ClientID id = new ClientID(client.id());
        // What the library calls the endpoint is the assertion's audience: it has to be the issuer.
        URI audience = URI.create(issuer);
        return switch (library.method()) {
            case "client_secret_basic" -> new ClientSecretBasic(id, new Secret(client.secret()));
            case "client_secret_post" -> new ClientSecretPost(id, new Secret(client.secret()));
            case "client_secret_jwt" ->
                new ClientSecretJWT(id, audience, JWSAlgorithm.parse(library.algorithm()), new Secret(client.secret()));
            case "private_key_jwt" -> {
                JWK key = JWK.parse(client.key());
                yield new PrivateKeyJWT(
                        id,
                        audience,
                        JWSAlgorithm.parse(library.algorithm()),
                        ((AsymmetricJWK) key).toPrivateKey(),
                        key.getKeyID(),
                        null);
            }
            default -> throw new IllegalArgumentException(library.method());
        };
    }

    private JWTClaimsSet verified(AccessToken token, URI keys) throws Exception {
        DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
        processor.setJWSTypeVerifier(new DefaultJOSEObjectTypeVerifier<>(new JOSEObjectType("at+jwt")));
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(
                JWSAlgorithm.RS256,
                JWKSourceBuilder.<SecurityContext>create(keys.toURL()).build()));
        processor.setJWTClaimsSetVerifier(new DefaultJWTClaimsVerifier<>(
                issuer, new JWTClaimsSet.Builder().issuer(issuer).build(), Set.of("exp", "client_id", "jti")));
        return processor.process(token.getValue(), null);
    }

    private boolean isActive(AccessToken token, AuthorizationServerMetadata server) throws Exception {
        return TokenIntrospectionResponse.parse(
                        new TokenIntrospectionRequest(server.getIntrospectionEndpointURI(), authentication(), token)
                                .toHTTPRequest()
                                .send())
                .toSuccessResponse()
                .isActive();
    }
}
