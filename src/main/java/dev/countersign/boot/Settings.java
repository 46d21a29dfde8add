package dev.countersign.boot;

import dev.countersign.admin.GivenSetting;
import dev.countersign.admin.ServerFacts;
import dev.countersign.admin.StoreAbilities;
import dev.countersign.auth.AssertionRules;
import dev.countersign.auth.Secret;
import dev.countersign.http.HealthChecks;
import dev.countersign.keys.JwsAlgorithm;
import dev.countersign.secret.RandomSecretIssuer;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * All settings, read once at start. Immutable.
 *
 * @param store where the clients are
 * @param stateStore the JNDI name of the database with all that is no client; empty: the store, where it is a database
 * @param migrate whether to create and migrate the schema at start
 * @param issuer our issuer identifier (RFC 8414, section 2)
 * @param mtlsIssuerUrl where clients with TLS certificates reach us, if not at the issuer (RFC 8705, section 5)
 * @param clientCacheTtl how long a client that was looked up is used without asking the store again
 * @param proxies the reverse proxies in front
 * @param requireTls whether requests that are neither secure nor from loopback are refused
 * @param masterKey the file with the key ring
 * @param bootstrapAdminSecret the secret of the first administrator client
 * @param storeOutageGrace how long a client that was looked up before may still pass while the store is unavailable
 * @param eventRetention how long events of the audit trail are kept; zero: for ever
 * @param metricsByClient whether metrics have the decisions about each client too
 * @param assertions what every signed assertion has to keep to
 * @param keySets the key cache and the fetcher of key sets
 * @param tokens access tokens and the keys that sign them
 * @param clientCertificates the CAs that are trusted for clients
 * @param secrets rules for the secrets that administrators make
 * @param certificates limits for the keys that administrators register
 * @param replay where used assertions are remembered
 * @param dataDirectory where the embedded default and the journal keep their files
 * @param given those that were given a value, and where
 */
record Settings(
        StoreLocation store,
        Optional<String> stateStore,
        boolean migrate,
        URI issuer,
        Optional<URI> mtlsIssuerUrl,
        Duration clientCacheTtl,
        ProxySettings proxies,
        boolean requireTls,
        Path masterKey,
        Optional<Secret> bootstrapAdminSecret,
        Duration storeOutageGrace,
        Duration eventRetention,
        boolean metricsByClient,
        AssertionRules assertions,
        KeySetSettings keySets,
        TokenSettings tokens,
        ClientCertificateSettings clientCertificates,
        SecretSettings secrets,
        CertificateSettings certificates,
        ReplaySettings replay,
        Optional<Path> dataDirectory,
        List<GivenSetting> given) {

    static final String DEFAULT_STORE = "java:comp/env/jdbc/countersign";
    static final Duration MAX_CLIENT_CACHE_TTL = Duration.ofHours(1);
    static final Duration MAX_OUTAGE_GRACE = Duration.ofHours(24);
    static final Duration MIN_EVENT_RETENTION = Duration.ofDays(1);
    static final Duration MAX_EVENT_RETENTION = Duration.ofDays(36_500);

    /** Stands for a path that is missing. */
    static final Path NO_PATH = Path.of("");

    private static final URI NO_ISSUER = URI.create("https://invalid");

    /**
     * Reads every setting from the first source that has it.
     *
     * @throws SettingsException with all that is wrong
     */
    static Settings read(List<SettingsSource> sources) {
        return read(sources, settings -> List.of());
    }

    /**
     * The same with what the settings lead to, so that all problems are told at once.
     *
     * @param further finds problems; a required setting that is missing is then {@link #NO_PATH} or the like
     */
    static Settings read(List<SettingsSource> sources, Function<Settings, List<String>> further) {
        SettingsReader reader = new SettingsReader(sources);
        Settings settings = read(reader);
        further.apply(settings).forEach(reader::problem);
        reader.finish();
        return settings;
    }

    /** The names of all settings. */
    static Set<String> names() {
        SettingsReader reader = new SettingsReader(List.of());
        read(reader);
        return reader.names();
    }

    /** What administrators may know of them, and of the node. */
    ServerFacts facts(Optional<String> version, HealthChecks health, StoreAbilities storeAbilities, Instant startedAt) {
        return new ServerFacts(
                issuer,
                version,
                startedAt,
                health,
                assertions.audience(),
                JwsAlgorithm.registeredNames().stream()
                        .filter(assertions.algorithms()::contains)
                        .toList(),
                assertions.expiredCertificates(),
                new ServerFacts.SecretRules(secrets.lifetime(), secrets.maxLifetime(), secrets.chosen()),
                certificates.maxValidity(),
                certificates.uploadMaxBytes(),
                keySets.ttl(),
                replay.kind().text(),
                storeAbilities,
                given);
    }

    private static Settings read(SettingsReader reader) {
        URI issuer = reader.required(
                "issuer",
                NO_ISSUER,
                "the https URL under which clients reach this server (http on loopback only), without query and fragment",
                SettingTypes::issuerUrl);
        Optional<Path> dataDirectory = reader.optional("dataDirectory", "the path of a directory", SettingTypes::path);
        return new Settings(
                reader.read(
                        "store", new StoreLocation.Bound(DEFAULT_STORE), StoreLocation.ALLOWED, StoreLocation::parse),
                reader.optional("stateStore", "a JNDI name that begins with java:", SettingTypes::jndiName),
                reader.read("migrate", true, "true or false", SettingTypes::bool),
                issuer,
                reader.optional(
                        "mtlsIssuerUrl",
                        "the https URL under which clients with TLS certificates reach this server, without query and fragment",
                        SettingTypes::httpsUrl),
                reader.read(
                        "clientCacheTtl",
                        Duration.ofSeconds(30),
                        "an ISO 8601 duration from PT0S to " + MAX_CLIENT_CACHE_TTL,
                        SettingTypes.duration(Duration.ZERO, MAX_CLIENT_CACHE_TTL)),
                ProxySettings.read(reader),
                reader.read("requireTls", true, "true or false", SettingTypes::bool),
                reader.required(
                        "masterKey",
                        NO_PATH,
                        "the path of a text file with a line \"<id> <Base64 of 32 random bytes>\" per key",
                        SettingTypes::path),
                reader.hidden(
                        "bootstrapAdminSecret",
                        RandomSecretIssuer.MIN_CHOSEN_CHARS + " to " + RandomSecretIssuer.MAX_CHOSEN_CHARS
                                + " printable ASCII characters, not beginning with csk_",
                        SettingTypes::chosenSecret),
                reader.read(
                        "storeOutageGrace",
                        Duration.ZERO,
                        "an ISO 8601 duration from PT0S to " + MAX_OUTAGE_GRACE,
                        SettingTypes.duration(Duration.ZERO, MAX_OUTAGE_GRACE)),
                reader.read(
                        "eventRetention",
                        Duration.ofDays(400),
                        "an ISO 8601 duration from P1D to P36500D, or PT0S for ever",
                        SettingTypes.durationOrZero(MIN_EVENT_RETENTION, MAX_EVENT_RETENTION)),
                reader.read("metricsByClient", false, "true or false", SettingTypes::bool),
                AssertionSettings.read(reader, issuer),
                KeySetSettings.read(reader),
                TokenSettings.read(reader, issuer),
                ClientCertificateSettings.read(reader),
                SecretSettings.read(reader),
                CertificateSettings.read(reader),
                ReplaySettings.read(reader, dataDirectory, Runtime.getRuntime().maxMemory()),
                dataDirectory,
                reader.given());
    }
}
