package dev.countersign.boot;

import dev.countersign.auth.AssertionRules;
import dev.countersign.auth.AudiencePolicy;
import dev.countersign.keys.JwsAlgorithm;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** The settings that limit what a signed assertion may be. Stateless. */
final class AssertionSettings {

    static final Duration MAX_CLOCK_SKEW = Duration.ofSeconds(60);
    static final Duration MAX_ASSERTION_LIFETIME = Duration.ofHours(1);

    private AssertionSettings() {}

    static AssertionRules read(SettingsReader reader, URI issuer) {
        return new AssertionRules(
                issuer,
                reader.read(
                        "audiencePolicy", AudiencePolicy.ISSUER, "issuer, fapi2 or legacy", AssertionSettings::policy),
                reader.read(
                        "clockSkew",
                        Duration.ofSeconds(10),
                        "an ISO 8601 duration from PT0S to " + MAX_CLOCK_SKEW,
                        SettingTypes.duration(Duration.ZERO, MAX_CLOCK_SKEW)),
                reader.read(
                        "assertionLifetime",
                        Duration.ofMinutes(5),
                        "an ISO 8601 duration from PT1S to " + MAX_ASSERTION_LIFETIME,
                        SettingTypes.duration(Duration.ofSeconds(1), MAX_ASSERTION_LIFETIME)),
                reader.read(
                        "algorithms",
                        Set.copyOf(JwsAlgorithm.registeredNames()),
                        "some of " + String.join(", ", JwsAlgorithm.registeredNames()),
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
        Set<JwsAlgorithm> chosen = EnumSet.noneOf(JwsAlgorithm.class);
        for (String name : text.split("[, ]+", -1)) {
            chosen.add(JwsAlgorithm.named(name).orElseThrow(() -> new IllegalArgumentException("no such algorithm")));
        }
        return chosen.stream().map(JwsAlgorithm::registeredName).collect(Collectors.toUnmodifiableSet());
    }

    private static boolean acceptsExpiredCertificates(String text) {
        return SettingTypes.accepted(text, text.equals("refuse") || text.equals("accept"))
                .equals("accept");
    }
}
