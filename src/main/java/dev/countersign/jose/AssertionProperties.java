package dev.countersign.jose;

import dev.countersign.auth.AudiencePolicy;
import dev.countersign.auth.PropertyDescription;
import dev.countersign.client.Client;
import dev.countersign.keys.JwsAlgorithm;
import dev.countersign.text.UrlHost;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What is registered for clients with signed assertions, by metadata name (RFC 7591, section 2). */
final class AssertionProperties {

    static final String KEY_SET = "jwks";
    static final String KEY_SET_URL = "jwks_uri";

    private static final String ALGORITHM = "token_endpoint_auth_signing_alg";
    private static final String AUDIENCE_POLICY = "audience_policy";

    private AssertionProperties() {}

    /** The only algorithm that the client may use; empty: any allowed one. */
    static Optional<String> algorithm(Client client) {
        return Optional.ofNullable(client.profile().properties().get(ALGORITHM));
    }

    /** Empty: the configured one applies. */
    static Optional<AudiencePolicy> audiencePolicy(Client client) {
        return Optional.ofNullable(client.profile().properties().get(AUDIENCE_POLICY))
                .map(name -> AudiencePolicy.valueOf(name.toUpperCase(Locale.ROOT)));
    }

    static Optional<String> keySet(Client client) {
        return Optional.ofNullable(client.profile().properties().get(KEY_SET));
    }

    static Optional<String> keySetUrl(Client client) {
        return Optional.ofNullable(client.profile().properties().get(KEY_SET_URL));
    }

    /** Of {@code private_key_jwt}. */
    static List<PropertyDescription> ofKeys() {
        return List.of(
                algorithm(names(algorithm -> !algorithm.takesSecret())), audiencePolicy(), keySet(), keySetUrl());
    }

    /** Of a client with a registered key set, for any method that uses keys. */
    static PropertyDescription keySet() {
        return new PropertyDescription(
                KEY_SET,
                PropertyDescription.Type.JSON,
                List.of(),
                false,
                "The client's public keys as a JWK set.",
                KeySet::problemOfRegistered,
                KeySet::warningsOfRegistered);
    }

    /** Of a client that publishes its keys, for any method that uses keys. */
    static PropertyDescription keySetUrl() {
        return new PropertyDescription(
                KEY_SET_URL,
                PropertyDescription.Type.URL,
                List.of(),
                false,
                "Where the client publishes its public keys as a JWK set; asked again when it uses a key that is not known yet.",
                AssertionProperties::problemOfUrl);
    }

    /** Of {@code client_secret_jwt}. */
    static List<PropertyDescription> ofSecrets() {
        return List.of(algorithm(names(JwsAlgorithm::takesSecret)), audiencePolicy());
    }

    private static List<String> names(Predicate<JwsAlgorithm> taken) {
        return Stream.of(JwsAlgorithm.values())
                .filter(taken)
                .flatMap(algorithm -> algorithm.names().stream())
                .toList();
    }

    private static PropertyDescription algorithm(List<String> allowed) {
        return new PropertyDescription(
                ALGORITHM,
                PropertyDescription.Type.CHOICE,
                allowed,
                false,
                "The algorithm that the client signs with. Any other is refused.",
                value -> Optional.empty());
    }

    private static PropertyDescription audiencePolicy() {
        return new PropertyDescription(
                AUDIENCE_POLICY,
                PropertyDescription.Type.CHOICE,
                Stream.of(AudiencePolicy.values())
                        .map(policy -> policy.name().toLowerCase(Locale.ROOT))
                        .toList(),
                false,
                "Which audience its assertions must name: issuer (our issuer identifier alone), fapi2 (the same, as a text) "
                        + "or legacy (our issuer identifier, or that with /token for clients whose library names a token "
                        + "endpoint).",
                value -> Optional.empty());
    }

    /** Its form alone: plain HTTP passes here, since its origin may be listed in the settings. */
    static Optional<String> problemOfUrl(String text) {
        URI url;
        try {
            url = new URI(text);
        } catch (URISyntaxException e) {
            return Optional.of("This is no URL.");
        }
        String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("https") && !scheme.equals("http")) {
            return Optional.of("This URL begins with https.");
        }
        if (url.getHost() == null) {
            return Optional.of(UrlHost.problem(text)
                    .map(reason -> "This URL cannot be used: " + reason + ".")
                    .orElse("This URL has no host."));
        }
        if (url.getRawUserInfo() != null) {
            return Optional.of("This URL must not hold a user's name or password.");
        }
        return url.getRawFragment() == null ? Optional.empty() : Optional.of("This URL must not have a fragment.");
    }
}
