package dev.countersign.jose;

import dev.countersign.auth.AudiencePolicy;
import dev.countersign.auth.PropertyDescription;
import dev.countersign.client.Client;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What is registered for clients with signed assertions, by metadata name (RFC 7591, section 2). */
final class AssertionProperties {

    static final String KEY_SET = "jwks";
    static final String KEY_SET_URL = "jwks_uri";

    private static final String ALGORITHM = "token_endpoint_auth_signing_alg";
    private static final String AUDIENCE_POLICY = "audience_policy";

    private AssertionProperties() {}

    /** The only algorithm that the client uses; empty: whichever is allowed. */
    static Optional<String> algorithm(Client client) {
        return Optional.ofNullable(client.profile().properties().get(ALGORITHM));
    }

    /** Empty: it has none of its own. */
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
                algorithm(Stream.concat(
                                Stream.of(JwsAlgorithm.values())
                                        .filter(algorithm -> algorithm.family() != JwsAlgorithm.Family.HMAC)
                                        .map(JwsAlgorithm::registeredName),
                                Stream.of("Ed25519"))
                        .toList()),
                audiencePolicy(),
                new PropertyDescription(
                        KEY_SET,
                        PropertyDescription.Type.JSON,
                        List.of(),
                        false,
                        "The client's public keys as a JWK set.",
                        KeySet::problemOfRegistered),
                new PropertyDescription(
                        KEY_SET_URL,
                        PropertyDescription.Type.URL,
                        List.of(),
                        false,
                        "Where the client publishes its public keys as a JWK set; asked again when an assertion names a key that is not known yet.",
                        AssertionProperties::problemOfUrl));
    }

    /** Of {@code client_secret_jwt}. */
    static List<PropertyDescription> ofSecrets() {
        return List.of(
                algorithm(Stream.of(JwsAlgorithm.values())
                        .filter(algorithm -> algorithm.family() == JwsAlgorithm.Family.HMAC)
                        .map(JwsAlgorithm::registeredName)
                        .toList()),
                audiencePolicy());
    }

    private static PropertyDescription algorithm(List<String> allowed) {
        return new PropertyDescription(
                ALGORITHM,
                PropertyDescription.Type.CHOICE,
                allowed,
                false,
                "The only algorithm that the client signs with; empty: whichever is allowed here.",
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
                        + "or legacy (our issuer identifier or our token endpoint); empty: as the deployer set it for all clients.",
                value -> Optional.empty());
    }

    /** Whether plain HTTP to a listed origin may be fetched is for the fetcher to say. */
    private static Optional<String> problemOfUrl(String text) {
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
            return Optional.of("This URL has no host.");
        }
        if (url.getRawUserInfo() != null) {
            return Optional.of("This URL must not hold a user's name or password.");
        }
        return url.getRawFragment() == null ? Optional.empty() : Optional.of("This URL must not have a fragment.");
    }
}
