// Beans for Spring Security's OAuth2 client, which fetch tokens and send them, and for its resource server. Pure.

import { java } from "./quoting.js";

const METHODS = {
  client_secret_basic: "CLIENT_SECRET_BASIC",
  client_secret_post: "CLIENT_SECRET_POST",
  private_key_jwt: "PRIVATE_KEY_JWT",
  client_secret_jwt: "CLIENT_SECRET_JWT",
};

/** What Spring signs with by itself, by the type of the key. */
const USUAL = ["RS256", "ES256", "HS256"];

const signs = ({ token_endpoint_auth_method: method }) => method.endsWith("_jwt");

/** Whether Spring has the client's method, and signs as the client has to. */
export const springFits = (client, algorithm) =>
  Object.hasOwn(METHODS, client.token_endpoint_auth_method) && (!signs(client) || USUAL.includes(algorithm));

export function spring(client, { issuer, token }, algorithm) {
  const key =
    client.token_endpoint_auth_method === "private_key_jwt"
      ? `JWK.parse(Files.readString(Path.of("private-key.jwk")))`
      : `new OctetSequenceKey.Builder(System.getenv("CLIENT_SECRET").getBytes(StandardCharsets.UTF_8))
                .algorithm(JWSAlgorithm.${algorithm})
                .build()`;
  const secret = signs(client) ? "" : `\n                .clientSecret(System.getenv("CLIENT_SECRET"))`;
  // The audience that Spring gives its JWTs is the token endpoint.
  const signing = signs(client)
    ? `
        JWK key = ${key};
        var assertion = new NimbusJwtClientAuthenticationParametersConverter<OAuth2ClientCredentialsGrantRequest>(
                registration -> key);
        assertion.setJwtClientAssertionCustomizer(
                context -> context.getClaims().audience(List.of(${java(issuer)})));
        tokens.addParametersConverter(assertion);`
    : "";
  const resource = client.audience?.length
    ? `
        tokens.addParametersConverter(request ->
                new LinkedMultiValueMap<>(Map.of("resource", List.of(${java(issuer)}))));`
    : "";
  return `@Configuration
class CountersignTokens {
    @Bean
    ClientRegistrationRepository registrations() {
        return new InMemoryClientRegistrationRepository(ClientRegistration.withRegistrationId("countersign")
                .clientId(${java(client.client_id)})${secret}
                .clientAuthenticationMethod(ClientAuthenticationMethod.${METHODS[client.token_endpoint_auth_method]})
                .authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS)
                .tokenUri(${java(token)})
                .build());
    }

    @Bean
    RestClient api(ClientRegistrationRepository registrations, OAuth2AuthorizedClientService clients)${signs(client) ? " throws Exception" : ""} {
        var tokens = new RestClientClientCredentialsTokenResponseClient();${signing}${resource}
        var manager = new AuthorizedClientServiceOAuth2AuthorizedClientManager(registrations, clients);
        manager.setAuthorizedClientProvider(OAuth2AuthorizedClientProviderBuilder.builder()
                .clientCredentials(credentials -> credentials.accessTokenResponseClient(tokens))
                .build());
        var bearer = new OAuth2ClientHttpRequestInterceptor(manager);
        bearer.setClientRegistrationIdResolver(request -> "countersign");
        return RestClient.builder().requestInterceptor(bearer).build();
    }
}
`;
}

/** For an application that gets the client's tokens: Spring has to be told that an access token is of the type at+jwt. */
export function springResourceServer(client, { issuer }) {
  return `@Configuration
class CountersignResourceServer {
    @Bean
    JwtDecoder tokens() {
        // The validator asks for the type, which is at+jwt.
        var tokens = NimbusJwtDecoder.withIssuerLocation(${java(issuer)}).validateType(false).build();
        tokens.setJwtValidator(JwtValidators.createAtJwtValidator()
                .issuer(${java(issuer)})
                .audience(${java(client.audience?.[0] ?? issuer)})
                // No other client. For all: .clientId("").validators(all -> all.remove("client_id"))
                .clientId(${java(client.client_id)})
                .build());
        return tokens;
    }
}
`;
}
