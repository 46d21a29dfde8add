package dev.countersign.endpoint;

import dev.countersign.client.TokenRules;
import dev.countersign.text.BaseUrl;
import dev.countersign.text.JsonQuote;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * The metadata of the server (RFC 8414), from what is installed. A list that would be empty is left out (section 3.2),
 * and so is {@code response_types_supported}, since there is no authorization endpoint. Immutable.
 */
public final class ServerMetadata {

    private static final List<String> ENDPOINTS = List.of("token", "introspection", "revocation");

    private final byte[] json;

    /**
     * @param issuer our issuer identifier, below which all endpoints are
     * @param mtlsIssuerUrl below which the endpoints are for clients with TLS certificates (RFC 8705, section 5), where
     *     that is another place
     * @param methods by which clients may authenticate
     * @param algorithms by which they may sign, where a method wants that
     */
    public ServerMetadata(
            URI issuer, Optional<URI> mtlsIssuerUrl, Collection<String> methods, Collection<String> algorithms) {
        StringBuilder text = new StringBuilder("{\"issuer\":").append(JsonQuote.of(issuer.toString()));
        text.append(",\"token_endpoint\":").append(below(issuer, "/token"));
        text.append(",\"jwks_uri\":").append(below(issuer, "/jwks"));
        text.append(",\"introspection_endpoint\":").append(below(issuer, "/introspect"));
        text.append(",\"revocation_endpoint\":").append(below(issuer, "/revoke"));
        list(text, "grant_types_supported", List.of(TokenRules.CLIENT_CREDENTIALS));
        for (String endpoint : ENDPOINTS) {
            list(text, endpoint + "_endpoint_auth_methods_supported", methods);
            list(text, endpoint + "_endpoint_auth_signing_alg_values_supported", algorithms);
        }
        text.append(",\"tls_client_certificate_bound_access_tokens\":true");
        mtlsIssuerUrl.ifPresent(url -> aliases(text, url));
        json = text.append('}').toString().getBytes(StandardCharsets.UTF_8);
    }

    /** In UTF-8. */
    byte[] json() {
        return json.clone();
    }

    private static String below(URI issuer, String path) {
        return JsonQuote.of(BaseUrl.with(issuer, path));
    }

    private static void aliases(StringBuilder text, URI url) {
        text.append(",\"mtls_endpoint_aliases\":{\"token_endpoint\":").append(below(url, "/token"));
        text.append(",\"introspection_endpoint\":").append(below(url, "/introspect"));
        text.append(",\"revocation_endpoint\":").append(below(url, "/revoke")).append('}');
    }

    private static void list(StringBuilder text, String name, Collection<String> values) {
        if (!values.isEmpty()) {
            text.append(",\"").append(name).append("\":");
            text.append(JsonQuote.list(values));
        }
    }
}
