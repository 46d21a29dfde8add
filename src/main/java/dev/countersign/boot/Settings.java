package dev.countersign.boot;

import dev.countersign.auth.Secret;
import dev.countersign.http.CidrBlock;
import dev.countersign.secret.RandomSecretIssuer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/**
 * All settings, read once at start. Immutable.
 *
 * @param store the JNDI name of the client store
 * @param migrate whether to create and migrate the schema at start
 * @param issuer our issuer identifier (RFC 8414, section 2)
 * @param clientCacheTtl how long a client that was looked up is believed without asking
 * @param trustedProxies peers whose word about the address and scheme of a request is believed
 * @param requireTls whether requests that are neither secure nor from loopback are refused
 * @param masterKey the file with the key ring
 * @param bootstrapAdminSecret the secret of the first administrator client
 * @param storeOutageGrace how long a client that was looked up before may still pass while the store cannot be asked
 * @param dataDirectory where the embedded default keeps its files; of use to the launcher only
 */
record Settings(
        String store,
        boolean migrate,
        URI issuer,
        Duration clientCacheTtl,
        List<CidrBlock> trustedProxies,
        boolean requireTls,
        Path masterKey,
        Optional<Secret> bootstrapAdminSecret,
        Duration storeOutageGrace,
        Optional<Path> dataDirectory) {

    static final String DEFAULT_STORE = "java:comp/env/jdbc/countersign";
    static final Duration LONGEST_CLIENT_CACHE_TTL = Duration.ofHours(1);
    static final Duration LONGEST_OUTAGE_GRACE = Duration.ofHours(24);

    private static final Path NO_PATH = Path.of("");
    private static final URI NO_ISSUER = URI.create("https://invalid");

    /**
     * Reads every setting from the first source that has it.
     *
     * @throws SettingsException with all that is wrong
     */
    static Settings read(List<SettingsSource> sources) {
        SettingsReader reader = new SettingsReader(sources);
        Settings settings = new Settings(
                reader.read("store", DEFAULT_STORE, "a JNDI name that begins with java:", Settings::jndiName),
                reader.read("migrate", true, "true or false", Settings::bool),
                reader.required(
                        "issuer",
                        NO_ISSUER,
                        "the https URL under which clients reach this server (http on loopback only), without query and fragment",
                        Settings::issuerUrl),
                reader.read(
                        "clientCacheTtl",
                        Duration.ofSeconds(30),
                        "an ISO 8601 duration from PT0S to " + LONGEST_CLIENT_CACHE_TTL,
                        duration(LONGEST_CLIENT_CACHE_TTL)),
                reader.read(
                        "trustedProxies",
                        List.of(),
                        "addresses or CIDR blocks, separated by commas or spaces",
                        Settings::cidrBlocks),
                reader.read("requireTls", true, "true or false", Settings::bool),
                reader.required(
                        "masterKey",
                        NO_PATH,
                        "the path of a text file with a line \"<id> <Base64 of 32 random bytes>\" per key",
                        Settings::path),
                reader.hidden(
                        "bootstrapAdminSecret",
                        RandomSecretIssuer.SHORTEST_CHOSEN + " to " + RandomSecretIssuer.LONGEST_CHOSEN
                                + " printable ASCII characters",
                        Settings::chosenSecret),
                reader.read(
                        "storeOutageGrace",
                        Duration.ZERO,
                        "an ISO 8601 duration from PT0S to " + LONGEST_OUTAGE_GRACE,
                        duration(LONGEST_OUTAGE_GRACE)),
                reader.optional("dataDirectory", "the path of a directory", Settings::path));
        reader.finish();
        return settings;
    }

    private static String jndiName(String text) {
        return accepted(text, text.matches("java:[A-Za-z0-9_./-]{1,250}"));
    }

    private static boolean bool(String text) {
        return accepted(text, text.equals("true") || text.equals("false")).equals("true");
    }

    private static URI issuerUrl(String text) {
        URI uri = URI.create(text);
        String scheme = String.valueOf(uri.getScheme());
        String host = String.valueOf(uri.getHost());
        boolean plainOnLoopback = scheme.equals("http") && isLoopback(host);
        accepted(text, (scheme.equals("https") || plainOnLoopback) && uri.getHost() != null);
        accepted(text, uri.getRawQuery() == null && uri.getRawFragment() == null && uri.getRawUserInfo() == null);
        return uri;
    }

    private static boolean isLoopback(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        return name.equals("localhost") || name.equals("[::1]") || name.matches("127(\\.[0-9]{1,3}){3}");
    }

    private static Function<String, Duration> duration(Duration longest) {
        return text -> {
            Duration duration;
            try {
                duration = Duration.parse(text);
            } catch (DateTimeParseException e) {
                throw new IllegalArgumentException(e);
            }
            accepted(text, !duration.isNegative() && duration.compareTo(longest) <= 0);
            return duration;
        };
    }

    private static List<CidrBlock> cidrBlocks(String text) {
        return Arrays.stream(text.split("[, ]+", -1)).map(CidrBlock::parse).toList();
    }

    private static Path path(String text) {
        accepted(text, !text.isEmpty() && text.indexOf('\0') < 0);
        return Path.of(text);
    }

    private static Secret chosenSecret(String text) {
        boolean rightLength = text.length() >= RandomSecretIssuer.SHORTEST_CHOSEN
                && text.length() <= RandomSecretIssuer.LONGEST_CHOSEN;
        accepted(text, rightLength && text.chars().allMatch(c -> c >= 0x20 && c <= 0x7E));
        return new Secret(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static String accepted(String text, boolean fits) {
        if (!fits) {
            throw new IllegalArgumentException("not allowed");
        }
        return text;
    }
}
