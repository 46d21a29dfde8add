package dev.countersign.http;

import dev.countersign.auth.Refusal;
import dev.countersign.client.Scopes;
import java.util.Optional;

/**
 * The challenge of an endpoint, in {@code WWW-Authenticate} (RFC 9110, section 11.6.1; RFC 6750, section 3). Immutable.
 *
 * @param realm for people
 * @param scopes that the endpoint requires; may be none
 * @param resourceMetadata where the metadata of the protected resource is (RFC 9728, section 5.1)
 * @param tokensOnly whether nothing but access tokens is ever admitted, since there are no clients here
 */
public record Challenge(String realm, Scopes scopes, Optional<String> resourceMetadata, boolean tokensOnly) {

    /** @throws IllegalArgumentException when the realm or the URL cannot stand in a header */
    public Challenge {
        if (realm.isEmpty() || !isPrintable(realm)) {
            throw new IllegalArgumentException("a realm has printable ASCII characters only, and at least one");
        }
        if (!resourceMetadata.filter(url -> !isPrintable(url)).isEmpty()) {
            throw new IllegalArgumentException("a URL has printable ASCII characters only");
        }
    }

    /** Of an endpoint that admits credentials too. */
    public Challenge(String realm, Scopes scopes, Optional<String> resourceMetadata) {
        this(realm, scopes, resourceMetadata, false);
    }

    /** With this realm and nothing else. */
    public Challenge(String realm) {
        this(realm, Scopes.NONE, Optional.empty());
    }

    /**
     * For this denial; empty: it has none.
     *
     * @param scheme that the client used
     */
    public Optional<String> of(Decision.Denied denied, String scheme) {
        boolean ofToken = denied.error().equals("invalid_token")
                || (denied.error().equals("insufficient_scope") && scheme.equals(BearerToken.SCHEME));
        if (ofToken) {
            return Optional.of(bearer(Optional.of(denied.error())));
        }
        if (denied.status() != 401) {
            return Optional.empty();
        }
        if (tokensOnly
                || (resourceMetadata.isPresent()
                        && denied.refusal()
                                .filter(Refusal.NO_CREDENTIAL::equals)
                                .isPresent())) {
            // Without an error, since the client has not tried yet, or by another method (RFC 6750, section 3.1).
            return Optional.of(bearer(Optional.empty()));
        }
        // An endpoint that takes no access token asks for a credential.
        return Optional.of((scheme.equals(BearerToken.SCHEME) ? BasicCredentialReader.SCHEME : scheme) + " realm="
                + quoted(realm));
    }

    private String bearer(Optional<String> error) {
        StringBuilder challenge =
                new StringBuilder(BearerToken.SCHEME).append(" realm=").append(quoted(realm));
        error.ifPresent(code -> challenge.append(", error=\"").append(code).append('"'));
        if (!scopes.tokens().isEmpty()) {
            challenge.append(", scope=\"").append(scopes).append('"');
        }
        resourceMetadata.ifPresent(
                url -> challenge.append(", resource_metadata=").append(quoted(url)));
        return challenge.toString();
    }

    /** RFC 9110, section 5.6.4. */
    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private static boolean isPrintable(String text) {
        return text.chars().allMatch(c -> c >= 0x20 && c <= 0x7E);
    }
}
