package dev.countersign.admin;

import dev.countersign.auth.KeySource.Resolved;
import dev.countersign.client.AuthMethod;
import dev.countersign.client.Client;
import dev.countersign.client.ClientCertificate;
import dev.countersign.client.ClientCertificate.Kind;
import dev.countersign.client.ClientProfile;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Warnings about keys that do not count for a client of {@code self_signed_tls_client_auth}: its certificate must be
 * the same as a registered one, so that a bare public key helps nothing (RFC 8705, section 2.2). Stateless.
 */
final class CertificateAdvice {

    private static final String WANTED =
            "this client's method compares TLS certificates (self_signed_tls_client_auth), and a bare public key is none.";

    private CertificateAdvice() {}

    static boolean isNeeded(ClientProfile profile) {
        return profile.method().equals(AuthMethod.SELF_SIGNED_TLS_CLIENT_AUTH);
    }

    /** Why the client cannot use such a key; empty: nothing known here stands against it. */
    static Optional<String> onKey(ClientCertificate key, Client client) {
        return isNeeded(client.profile()) && key.kind() == Kind.PUBLIC_KEY ? Optional.of(WANTED) : Optional.empty();
    }

    /** About a change to this method: the registered keys that do not count. */
    static List<String> onMethod(Client before, Client after) {
        return !isNeeded(before.profile())
                        && ClientForm.otherKeySources(after.profile()).isEmpty()
                ? after.certificates().stream()
                        .flatMap(key -> onKey(key, after).stream()
                                .map(problem -> "The key " + key.kid() + " is refused for now: " + problem))
                        .toList()
                : List.of();
    }

    /** About a key set that was registered and has no certificate. */
    static Optional<String> onKeySet(ClientProfile profile) {
        String json = profile.properties().get("jwks");
        if (!isNeeded(profile) || json == null) {
            return Optional.empty();
        }
        Map<String, Object> set = JsonText.read(json.getBytes(StandardCharsets.UTF_8));
        boolean found = set.get("keys") instanceof List<?> keys
                && keys.stream().anyMatch(key -> key instanceof Map<?, ?> members && members.containsKey("x5c"));
        return found
                ? Optional.empty()
                : Optional.of("No key of jwks has a certificate (x5c), so the client is refused: " + WANTED);
    }

    /** About a key set that was fetched and has keys, but no certificate. */
    static Optional<String> onFetched(Resolved fetched, ClientProfile profile) {
        boolean found = fetched.keys().stream().anyMatch(key -> key.notAfter().isPresent());
        return !isNeeded(profile) || found
                ? Optional.empty()
                : Optional.of("No key at jwks_uri has a certificate (x5c) now, so the client is refused until one has: "
                        + WANTED);
    }
}
