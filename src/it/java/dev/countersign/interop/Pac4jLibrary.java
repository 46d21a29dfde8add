package dev.countersign.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.oauth2.sdk.ClientCredentialsGrant;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.TokenResponse;
import com.nimbusds.oauth2.sdk.as.AuthorizationServerMetadata;
import com.nimbusds.oauth2.sdk.auth.ClientAuthentication;
import com.nimbusds.oauth2.sdk.auth.ClientAuthenticationMethod;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.oauth2.sdk.token.AccessToken;
import com.nimbusds.openid.connect.sdk.SubjectType;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.pac4j.oidc.client.OidcClient;
import org.pac4j.oidc.config.OidcConfiguration;
import org.pac4j.oidc.config.method.ClientSecretJwtClientAuthnMethodConfig;
import org.pac4j.oidc.config.method.PrivateKeyJwtClientAuthnMethodConfig;
import org.pac4j.oidc.credentials.authenticator.OidcAuthenticator;
import org.pac4j.oidc.credentials.clientauth.DefaultClientAuthenticationBuilder;
import org.pac4j.oidc.metadata.StaticOidcOpMetadataResolver;

/**
 * pac4j's OpenID Connect module as a client. It signs people in, and has no {@code client_credentials} of its own; what
 * is tried is how it authenticates as a client. Immutable.
 *
 * @param folder empty, for its key
 */
record Pac4jLibrary(LibraryCase library, LibraryClient client, String issuer, Path folder) {

    static final String NAME = "pac4j-oidc";

    /** Uses everything that the library has for such a client, and says what that was. */
    String use() throws Exception {
        AuthorizationServerMetadata server = AuthorizationServerMetadata.resolve(new Issuer(issuer));
        OIDCProviderMetadata metadata = new OIDCProviderMetadata(
                server.getIssuer(), List.of(SubjectType.PUBLIC), server.getJWKSetURI());
        metadata.setTokenEndpointURI(server.getTokenEndpointURI());
        metadata.setTokenEndpointAuthMethods(server.getTokenEndpointAuthMethods());

        OidcConfiguration configuration = configuration();
        Endpoints endpoints = new Endpoints(configuration, metadata, URI.create(issuer));
        configuration.setOpMetadataResolver(endpoints);
        endpoints.init();
        Tokens tokens = new Tokens(configuration);

        AccessToken token = token(tokens);
        assertThat(token(tokens).getValue()).isNotEqualTo(token.getValue());

        HTTPRequest toResource = new HTTPRequest(HTTPRequest.Method.GET, URI.create(issuer + "/verify"));
        toResource.setAuthorization(token.toAuthorizationHeader());
        assertThat(toResource.send().getStatusCode()).isEqualTo(204);
        return "token";
    }

    private static AccessToken token(Tokens tokens) throws Exception {
        TokenResponse answer = TokenResponse.parse(tokens.request().toHTTPRequest().send());
        assertThat(answer.indicatesSuccess())
                .as(() -> String.valueOf(answer.toErrorResponse().getErrorObject()))
                .isTrue();
        return answer.toSuccessResponse().getTokens().getAccessToken();
    }

    private OidcConfiguration configuration() throws Exception {
        OidcConfiguration configuration = new OidcConfiguration()
                .setClientId(client.id())
                .setScope(LibraryClient.SCOPE)
                .setClientAuthenticationMethod(ClientAuthenticationMethod.parse(library.method()));
        if (!client.secret().isEmpty()) {
            configuration.setSecret(client.secret());
        }
        if (library.method().equals("client_secret_jwt")) {
            configuration.setClientSecretJwtClientAuthnMethodConfig(new ClientSecretJwtClientAuthnMethodConfig(
                    URI.create(issuer), JWSAlgorithm.parse(library.algorithm())));
        }
        if (library.method().equals("private_key_jwt")) {
            // It takes only keys that are said to be for signatures.
            String keys = "{\"keys\":[" + client.key().replaceFirst("\\{", "{\"use\":\"sig\",") + "]}";
            Path file = Files.writeString(folder.resolve(client.id() + ".jwks"), keys);
            configuration.getRpJwks().setJwksPath(file.toString());
            configuration.setPrivateKeyJwtClientAuthnMethodConfig(
                    new PrivateKeyJwtClientAuthnMethodConfig(configuration));
        }
        return configuration;
    }

    /**
     * Assertions for the issuer, and a new one for each request. The library's own are for the token endpoint, are sent
     * until they expire, and want a pushed authorization request endpoint.
     */
    private static final class Endpoints extends StaticOidcOpMetadataResolver {

        private final URI audience;

        Endpoints(OidcConfiguration configuration, OIDCProviderMetadata metadata, URI audience) {
            super(configuration, metadata);
            this.audience = audience;
        }

        @Override
        protected void internalLoad() {
            loaded = retrieveMetadata();
            clientAuthToken = new DefaultClientAuthenticationBuilder(configuration, loaded, audience);
        }

        @Override
        public ClientAuthentication getClientAuthenticationTokenEndpoint() {
            clientAuthToken.buildClientAuthentication();
            return super.getClientAuthenticationTokenEndpoint();
        }
    }

    /** The library's own requests, with another grant than a person's code. */
    private static final class Tokens extends OidcAuthenticator {

        Tokens(OidcConfiguration configuration) {
            super(configuration, new OidcClient(configuration));
        }

        TokenRequest request() {
            return createTokenRequest(new ClientCredentialsGrant());
        }
    }
}
