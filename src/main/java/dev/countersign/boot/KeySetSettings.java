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
 * @param ttl how long a client's keys are believed at most
 * @param mostClients how many clients' keys are kept
 */
record KeySetSettings(Duration ttl, int mostClients, FetchLimits limits) {

    private static final Duration A_SECOND = Duration.ofSeconds(1);
    private static final Duration A_DAY = Duration.ofDays(1);
    private static final Duration LONGEST_FETCH = Duration.ofSeconds(30);
    private static final int MOST_CLIENTS = 1_000_000;
    private static final int MOST_BYTES = 1_048_576;

    static KeySetSettings read(SettingsReader reader) {
        Duration ttl = reader.read(
                "keyCacheTtl",
                Duration.ofMinutes(10),
                "an ISO 8601 duration from PT1S to " + A_DAY,
                SettingTypes.duration(A_SECOND, A_DAY));
        int mostClients = reader.read(
                "keyCacheMaxClients", 10_000, "a number from 1 to " + MOST_CLIENTS, SettingTypes.number(MOST_CLIENTS));
        return new KeySetSettings(
                ttl,
                mostClients,
                new FetchLimits(
                        reader.read(
                                "keyFetchAllowedOrigins",
                                Set.of(),
                                "origins such as https://keys.internal.example:8443, separated by commas or spaces",
                                KeySetSettings::origins),
                        reader.read(
                                "keyFetchTimeout",
                                Duration.ofSeconds(3),
                                "an ISO 8601 duration from PT0.1S to " + LONGEST_FETCH,
                                SettingTypes.duration(Duration.ofMillis(100), LONGEST_FETCH)),
                        reader.read(
                                "keyFetchMaxBytes",
                                65_536,
                                "a number from 1 to " + MOST_BYTES,
                                SettingTypes.number(MOST_BYTES)),
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
                Arrays.stream(text.split("[, ]+", -1)).map(URI::create).collect(Collectors.toSet());
        // Whatever is no origin is refused there.
        FetchLimits.requireOrigins(origins);
        return origins;
    }
}
