package dev.countersign.boot;

import dev.countersign.fetch.FetchLimits;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The settings of the key cache and of the fetcher of key sets. Immutable.
 *
 * @param ttl how long a client's keys are kept at most
 * @param maxClients how many clients' keys are kept at most
 */
record KeySetSettings(Duration ttl, int maxClients, FetchLimits limits) {

    private static final Duration A_SECOND = Duration.ofSeconds(1);
    private static final Duration A_DAY = Duration.ofDays(1);
    private static final Duration MAX_FETCH = Duration.ofSeconds(30);
    private static final int MAX_CLIENTS = 1_000_000;
    private static final int MAX_BYTES = 1_048_576;

    static KeySetSettings read(SettingsReader reader) {
        Duration ttl = reader.read(
                "keyCacheTtl",
                Duration.ofMinutes(10),
                "an ISO 8601 duration from PT1S to " + A_DAY,
                SettingTypes.duration(A_SECOND, A_DAY));
        int maxClients = reader.read(
                "keyCacheMaxClients", 10_000, "a number from 1 to " + MAX_CLIENTS, SettingTypes.number(MAX_CLIENTS));
        return new KeySetSettings(
                ttl,
                maxClients,
                new FetchLimits(
                        reader.read(
                                "keyFetchAllowedOrigins",
                                Set.of(),
                                "origins such as https://keys.internal.example:8443, separated by commas or spaces",
                                KeySetSettings::origins),
                        reader.read(
                                "keyFetchTimeout",
                                Duration.ofSeconds(3),
                                "an ISO 8601 duration from PT0.1S to " + MAX_FETCH,
                                SettingTypes.duration(Duration.ofMillis(100), MAX_FETCH)),
                        reader.read(
                                "keyFetchMaxBytes",
                                65_536,
                                "a number from 1 to " + MAX_BYTES,
                                SettingTypes.number(MAX_BYTES)),
                        ttl,
                        reader.read(
                                "keyRefreshInterval",
                                Duration.ofSeconds(30),
                                "an ISO 8601 duration from PT1S to " + A_DAY,
                                SettingTypes.duration(A_SECOND, A_DAY)),
                        reader.read(
                                "keyStaleLimit",
                                Duration.ofHours(1),
                                "an ISO 8601 duration from PT0S to " + A_DAY,
                                SettingTypes.duration(Duration.ZERO, A_DAY))));
    }

    private static Set<URI> origins(String text) {
        Set<URI> origins =
                Arrays.stream(text.split("[, ]+", -1)).map(SettingTypes::url).collect(Collectors.toSet());
        // Refuses what is no origin.
        FetchLimits.requireOrigins(origins);
        return origins;
    }
}
