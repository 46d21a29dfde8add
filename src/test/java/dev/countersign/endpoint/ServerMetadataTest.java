package dev.countersign.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ServerMetadataTest {

    @Test
    void meta1_whatWouldBeAnEmptyListIsLeftOut() {
        String json = text(
                new ServerMetadata(URI.create("https://sentry.example"), List.of("client_secret_basic"), List.of()));

        assertThat(json)
                .contains(
                        "\"issuer\":\"https://sentry.example\"",
                        "\"token_endpoint_auth_methods_supported\":[\"client_secret_basic\"]")
                .contains("\"grant_types_supported\":[\"client_credentials\"]")
                .contains("\"tls_client_certificate_bound_access_tokens\":true")
                .doesNotContain("[]", "signing_alg", "response_types_supported");
    }

    @Test
    void meta1_theEndpointsAreBelowTheIssuer() {
        for (String issuer :
                List.of("https://sentry.example", "https://sentry.example/", "https://sentry.example/a/b")) {
            String base = issuer.endsWith("/") ? issuer : issuer + "/";
            assertThat(text(new ServerMetadata(URI.create(issuer), List.of("m"), List.of("RS256"))))
                    .contains("\"issuer\":\"" + issuer + "\"")
                    .contains("\"token_endpoint\":\"" + base + "token\"")
                    .contains("\"jwks_uri\":\"" + base + "jwks\"")
                    .contains("\"introspection_endpoint\":\"" + base + "introspect\"")
                    .contains("\"revocation_endpoint\":\"" + base + "revoke\"");
        }
    }

    private static String text(ServerMetadata metadata) {
        return new String(metadata.json(), StandardCharsets.UTF_8);
    }
}
