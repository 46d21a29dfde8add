package dev.countersign.boot;

import dev.countersign.client.TokenRules;
import dev.countersign.http.TokenAudiences;
import dev.countersign.keys.JwsAlgorithm;
import dev.countersign.signing.TokenService;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The settings of access tokens. Immutable.
 *
 * @param rules for tokens and for the keys that sign them
 * @param audiences what tokens may be for here
 */
record TokenSettings(TokenService.Rules rules, TokenAudiences audiences) {

    private static final List<JwsAlgorithm> ALGORITHMS =
            List.of(JwsAlgorithm.RS256, JwsAlgorithm.PS256, JwsAlgorithm.ES256, JwsAlgorithm.EDDSA);

    private static final Duration MIN_KEY_LIFETIME = Duration.ofDays(1);
    private static final Duration MAX_KEY_LIFETIME = Duration.ofDays(3650);
    private static final Duration MAX_KEY_LEAD = Duration.ofHours(24);
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}");

    static TokenSettings read(SettingsReader reader, URI issuer) {
        String names = ALGORITHMS.stream().map(JwsAlgorithm::registeredName).collect(Collectors.joining(", "));
        return new TokenSettings(
                new TokenService.Rules(
                        issuer.toString(),
                        reader.read(
                                "tokenLifetime",
                                Duration.ofMinutes(5),
                                "an ISO 8601 duration from " + TokenRules.MIN_LIFETIME + " to "
                                        + TokenRules.MAX_LIFETIME,
                                SettingTypes.duration(TokenRules.MIN_LIFETIME, TokenRules.MAX_LIFETIME)),
                        reader.read("tokenAlgorithm", JwsAlgorithm.RS256, "one of " + names, TokenSettings::algorithm),
                        reader.read(
                                "tokenKeyLifetime",
                                Duration.ofDays(90),
                                "an ISO 8601 duration from P1D to P3650D",
                                SettingTypes.duration(MIN_KEY_LIFETIME, MAX_KEY_LIFETIME)),
                        reader.read(
                                "tokenKeyLead",
                                Duration.ofHours(1),
                                "an ISO 8601 duration from PT0S to " + MAX_KEY_LEAD,
                                SettingTypes.duration(Duration.ZERO, MAX_KEY_LEAD))),
                new TokenAudiences(
                        issuer.toString(),
                        reader.read(
                                "resources",
                                Map.of(),
                                "name=URI or name=URI,metadata URL, several with spaces between; a name has letters, digits and . _ -",
                                TokenSettings::resources)));
    }

    private static JwsAlgorithm algorithm(String text) {
        return JwsAlgorithm.named(text)
                .filter(ALGORITHMS::contains)
                .orElseThrow(() -> new IllegalArgumentException("no such algorithm"));
    }

    private static Map<String, TokenAudiences.Resource> resources(String text) {
        Map<String, TokenAudiences.Resource> resources = new LinkedHashMap<>();
        Arrays.stream(text.split("\\s+")).filter(entry -> !entry.isEmpty()).forEach(entry -> {
            int equals = entry.indexOf('=');
            String name = entry.substring(0, Math.max(equals, 0));
            String[] urls = entry.substring(equals + 1).split(",", -1);
            SettingTypes.accepted(entry, NAME.matcher(name).matches() && urls.length <= 2 && isResource(urls[0]));
            Optional<String> metadata = urls.length == 2
                    ? Optional.of(SettingTypes.issuerUrl(urls[1]).toString())
                    : Optional.empty();
            SettingTypes.accepted(entry, resources.put(name, new TokenAudiences.Resource(urls[0], metadata)) == null);
        });
        return resources;
    }

    /** RFC 8707, section 2. */
    private static boolean isResource(String text) {
        try {
            URI uri = new URI(text);
            return uri.isAbsolute() && uri.getRawFragment() == null;
        } catch (URISyntaxException e) {
            return false;
        }
    }
}
