package dev.countersign.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ServerMetadataTest {

    @Test
    void meta1_whatWouldBeAnEmptyListIsLeftOut() {
        String json = text(new ServerMetadata(
                URI.create("https://sentry.example"), Optional.empty(), List.of("client_secret_basic"), List.of()));

        assertThat(json)
                .contains(
                        "\"issuer\":\"https://sentry.example\"",
                        "\"token_endpoint_auth_methods_supported\":[\"client_secret_basic\"]")
                .contains("\"grant_types_supported\":[\"client_credentials\"]")
                .contains("\"tls_client_certificate_bound_access_tokens\":true")
                .doesNotContain("[]", "signing_alg", "response_types_supported", "mtls_endpoint_aliases");
    }

    @Test
    void meta1_theEndpointsAreBelowTheIssuer() {
        for (String issuer :
                List.of("https://sentry.example", "https://sentry.example/", "https://sentry.example/a/b")) {
            String base = issuer.endsWith("/") ? issuer : issuer + "/";
            assertThat(text(new ServerMetadata(URI.create(issuer), Optional.empty(), List.of("m"), List.of("RS256"))))
                    .contains("\"issuer\":\"" + issuer + "\"")
                    .contains("\"token_endpoint\":\"" + base + "token\"")
                    .contains("\"jwks_uri\":\"" + base + "jwks\"")
                    .contains("\"introspection_endpoint\":\"" + base + "introspect\"")
                    .contains("\"revocation_endpoint\":\"" + base + "revoke\"");
        }
    }

    @Test
    void meta1_whereClientsWithCertificatesGoIsBelowItsOwnUrl() {
        assertThat(text(new ServerMetadata(
                        URI.create("https://sentry.example/a"),
                        Optional.of(URI.create("https://mtls.sentry.example:8443/a")),
                        List.of("m"),
                        List.of())))
                .contains("\"token_endpoint\":\"https://sentry.example/a/token\"")
                .endsWith(",\"mtls_endpoint_aliases\":{"
                        + "\"token_endpoint\":\"https://mtls.sentry.example:8443/a/token\","
                        + "\"introspection_endpoint\":\"https://mtls.sentry.example:8443/a/introspect\","
                        + "\"revocation_endpoint\":\"https://mtls.sentry.example:8443/a/revoke\"}}");
    }

    private static String text(ServerMetadata metadata) {
        return new String(metadata.json(), StandardCharsets.UTF_8);
    }
}
