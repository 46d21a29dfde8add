package dev.countersign.boot;

import dev.countersign.manage.SecretIssuer;
import dev.countersign.secret.RuledSecretIssuer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/**
 * The settings of the secrets that administrators make. Immutable.
 *
 * @param lifetime of one that is made without; empty: the longest, where there is one
 * @param maxLifetime the longest; empty: any, and none
 * @param chosen whether one may be chosen
 */
record SecretSettings(Optional<Duration> lifetime, Optional<Duration> maxLifetime, boolean chosen) {

    static final Duration MIN_LIFETIME = Duration.ofMinutes(1);
    static final Duration MAX_LIFETIME = Duration.ofDays(36_500);

    private static final String ALLOWED = "an ISO 8601 duration from PT1M to P36500D";

    static SecretSettings read(SettingsReader reader) {
        SecretSettings settings = new SecretSettings(
                reader.optional("secretLifetime", ALLOWED, SettingTypes.duration(MIN_LIFETIME, MAX_LIFETIME)),
                reader.optional("maxSecretLifetime", ALLOWED, SettingTypes.duration(MIN_LIFETIME, MAX_LIFETIME)),
                reader.read("chosenSecrets", true, "true or false", SettingTypes::bool));
        settings.lifetime.ifPresent(lifetime -> settings.maxLifetime
                .filter(longest -> lifetime.compareTo(longest) > 0)
                .ifPresent(longest -> reader.problem("secretLifetime is " + lifetime
                        + ", but no secret lives longer than " + longest + " (maxSecretLifetime)")));
        return settings;
    }

    SecretIssuer ruling(SecretIssuer issuer, InstantSource clock) {
        return new RuledSecretIssuer(issuer, lifetime, maxLifetime, chosen, clock);
    }
}
