package dev.countersign.boot;

import dev.countersign.auth.AssertionRules;
import dev.countersign.auth.AudiencePolicy;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The settings that say what a signed assertion has to keep to. Stateless. */
final class AssertionSettings {

    /** The registered names (RFC 7518, section 3.1; RFC 8037; RFC 9864), none of them {@code none}. */
    static final List<String> ALGORITHMS = List.of(
            "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA", "HS256", "HS384",
            "HS512");

    static final Duration LONGEST_CLOCK_SKEW = Duration.ofSeconds(60);
    static final Duration LONGEST_ASSERTION_LIFETIME = Duration.ofHours(1);

    private AssertionSettings() {}

    static AssertionRules read(SettingsReader reader, URI issuer) {
        return new AssertionRules(
                issuer,
                reader.read(
                        "audiencePolicy", AudiencePolicy.ISSUER, "issuer, fapi2 or legacy", AssertionSettings::policy),
                reader.read(
                        "clockSkew",
                        Duration.ofSeconds(10),
                        "an ISO 8601 duration from PT0S to " + LONGEST_CLOCK_SKEW,
                        SettingTypes.duration(Duration.ZERO, LONGEST_CLOCK_SKEW)),
                reader.read(
                        "assertionLifetime",
                        Duration.ofMinutes(5),
                        "an ISO 8601 duration from PT1S to " + LONGEST_ASSERTION_LIFETIME,
                        SettingTypes.duration(Duration.ofSeconds(1), LONGEST_ASSERTION_LIFETIME)),
                reader.read(
                        "algorithms",
                        Set.copyOf(ALGORITHMS),
                        "some of " + String.join(", ", ALGORITHMS),
                        AssertionSettings::algorithms),
                reader.read(
                        "expiredCertificates",
                        false,
                        "refuse or accept",
                        AssertionSettings::acceptsExpiredCertificates));
    }

    private static AudiencePolicy policy(String text) {
        return Arrays.stream(AudiencePolicy.values())
                .filter(policy -> policy.name().toLowerCase(Locale.ROOT).equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no such policy"));
    }

    private static Set<String> algorithms(String text) {
        Set<String> chosen = new LinkedHashSet<>(List.of(text.split("[, ]+", -1)));
        // Of RFC 9864's two names for one algorithm, the older one is ours.
        if (chosen.remove("Ed25519")) {
            chosen.add("EdDSA");
        }
        SettingTypes.accepted(text, ALGORITHMS.containsAll(chosen));
        return chosen;
    }

    private static boolean acceptsExpiredCertificates(String text) {
        return SettingTypes.accepted(text, text.equals("refuse") || text.equals("accept"))
                .equals("accept");
    }
}
