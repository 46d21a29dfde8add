package dev.countersign.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.List;
import org.springframework.security.oauth2.client.endpoint.NimbusJwtClientAuthenticationParametersConverter;
import org.springframework.security.oauth2.client.endpoint.OAuth2ClientCredentialsGrantRequest;
import org.springframework.security.oauth2.client.endpoint.RestClientClientCredentialsTokenResponseClient;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.ClientRegistrations;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.core.OAuth2AuthenticatedPrincipal;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtValidators;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.oauth2.server.resource.introspection.SpringOpaqueTokenIntrospector;
import org.springframework.web.client.RestClient;

/** Spring Security as a client and as a resource server, as its reference has it. Immutable. */
record SpringLibrary(LibraryCase library, LibraryClient client, String issuer) {

    static final String NAME = "Spring Security";

    /** Uses everything that the library has for such a client, and says what that was. */
    String use() throws Exception {
        String token = token(true);

        assertThat(RestClient.create()
                        .get()
                        .uri(issuer + "/verify")
                        .headers(headers -> headers.setBearerAuth(token))
                        .retrieve()
                        .toBodilessEntity()
                        .getStatusCode()
                        .value())
                .isEqualTo(204);

        Jwt jwt = decoder().decode(token);
        assertThat(jwt.getClaimAsString("client_id")).isEqualTo(client.id());
        if (client.secret().isEmpty() || !library.algorithm().isEmpty()) {
            return "discovery, token, verification";
        }

        // As a client it asks about tokens by Basic only.
        OAuth2AuthenticatedPrincipal principal = SpringOpaqueTokenIntrospector.withIntrospectionUri(
                        issuer + "/introspect")
                .clientId(client.id())
                .clientSecret(client.secret())
                .build()
                .introspect(token);
        assertThat(principal.<String>getAttribute("client_id")).isEqualTo(client.id());
        return "discovery, token, verification, introspection";
    }

    /** @param forTheIssuer whether assertions have the audience of the page, or Spring's default: the token endpoint */
    String token(boolean forTheIssuer) throws ParseException {
        RestClientClientCredentialsTokenResponseClient tokens = new RestClientClientCredentialsTokenResponseClient();
        if (!library.algorithm().isEmpty()) {
            JWK key = key();
            NimbusJwtClientAuthenticationParametersConverter<OAuth2ClientCredentialsGrantRequest> assertions =
                    new NimbusJwtClientAuthenticationParametersConverter<>(registration -> key);
            if (forTheIssuer) {
                assertions.setJwtClientAssertionCustomizer(
                        assertion -> assertion.getClaims().audience(List.of(issuer)));
            }
            tokens.addParametersConverter(assertions);
        }
        return tokens.getTokenResponse(new OAuth2ClientCredentialsGrantRequest(registration()))
                .getAccessToken()
                .getTokenValue();
    }

    private ClientRegistration registration() {
        return ClientRegistrations.fromIssuerLocation(issuer)
                .registrationId("countersign")
                .authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS)
                .clientAuthenticationMethod(new ClientAuthenticationMethod(library.method()))
                .clientId(client.id())
                .clientSecret(client.secret())
                .scope(LibraryClient.SCOPE)
                .build();
    }

    /** The algorithm is its own, if it has one; else RS256, ES256 or HS256, by its type. */
    private JWK key() throws ParseException {
        return client.secret().isEmpty()
                ? JWK.parse(client.key())
                : new OctetSequenceKey.Builder(client.secret().getBytes(StandardCharsets.UTF_8))
                        .algorithm(JWSAlgorithm.parse(library.algorithm()))
                        .build();
    }

    /** Of a resource server: it wants to be told of {@code at+jwt}. */
    private NimbusJwtDecoder decoder() {
        NimbusJwtDecoder decoder =
                NimbusJwtDecoder.withIssuerLocation(issuer).validateType(false).build();
        decoder.setJwtValidator(JwtValidators.createAtJwtValidator()
                .issuer(issuer)
                .audience(issuer)
                .clientId(client.id())
                .build());
        return decoder;
    }
}
