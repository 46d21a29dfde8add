package dev.countersign.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.countersign.PageTable;
import dev.countersign.admin.GivenSetting;
import dev.countersign.auth.AssertionRules;
import dev.countersign.auth.AudiencePolicy;
import dev.countersign.fetch.FetchLimits;
import dev.countersign.http.CertificateHeader;
import dev.countersign.http.TokenAudiences;
import dev.countersign.keys.JwsAlgorithm;
import dev.countersign.signing.TokenService;
import dev.countersign.text.CidrBlock;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The twin of {@link Settings}: lists every name. */
class SettingsTest {

    private static final long HEAP_BYTES = Runtime.getRuntime().maxMemory();
    private static final String SECRET = "0123456789abcdef0123456789abcdef";

    private static final Map<String, String> REQUIRED =
            Map.of("issuer", "https://sentry.example", "masterKey", "/etc/countersign/master.key");

    /** In a message: the name, the lowest and the highest value. */
    private static final Pattern RANGE = Pattern.compile(
            "- (\\w+) is \"\\?\" .*; allowed: .*(?:duration|number) from (P[\\w.]+|\\d+) to (P[\\w.]+|\\d+)");

    private static final Pattern LIMIT = Pattern.compile("\\bP(?:\\d+D)?(?:T[\\d.]+[HMS])?(?=\\W)|\\b\\d+\\b");

    static final Map<String, String> ALL = Map.ofEntries(
            Map.entry("store", "java:jboss/datasources/countersign"),
            Map.entry("stateStore", "java:comp/env/jdbc/state"),
            Map.entry("migrate", "false"),
            Map.entry("issuer", "https://sentry.example/countersign"),
            Map.entry("mtlsIssuerUrl", "https://mtls.sentry.example:8443/countersign"),
            Map.entry("clientCacheTtl", "PT5S"),
            Map.entry("trustedProxies", "10.0.0.0/8, 2001:db8::1"),
            Map.entry("clientCertificateAuthorities", "/etc/countersign/cas.pem"),
            Map.entry("clientCertificateRevocationLists", "/etc/countersign/crl"),
            Map.entry("trustedProxySecret", "/etc/countersign/proxy.secret"),
            Map.entry("clientCertificateHeader", "nginx"),
            Map.entry("requireTls", "false"),
            Map.entry("masterKey", "/etc/countersign/master.key"),
            Map.entry("bootstrapAdminSecret", SECRET),
            Map.entry("storeOutageGrace", "PT10M"),
            Map.entry("eventRetention", "P30D"),
            Map.entry("metricsByClient", "true"),
            Map.entry("audiencePolicy", "fapi2"),
            Map.entry("clockSkew", "PT0S"),
            Map.entry("assertionLifetime", "PT1M"),
            Map.entry("algorithms", "PS256, Ed25519"),
            Map.entry("expiredCertificates", "accept"),
            Map.entry("keyCacheTtl", "PT1M"),
            Map.entry("keyCacheMaxClients", "7"),
            Map.entry("keyFetchAllowedOrigins", "http://127.0.0.1:8081 https://keys.internal.example"),
            Map.entry("keyFetchTimeout", "PT1S"),
            Map.entry("keyFetchMaxBytes", "1000"),
            Map.entry("keyRefreshInterval", "PT5S"),
            Map.entry("keyStaleLimit", "PT0S"),
            Map.entry("secretLifetime", "P90D"),
            Map.entry("maxSecretLifetime", "P365D"),
            Map.entry("chosenSecrets", "false"),
            Map.entry("maxCertificateValidity", "P90D"),
            Map.entry("uploadMaxBytes", "20000"),
            Map.entry("replayGuard", "journal"),
            Map.entry("replayCapacity", "5000000"),
            Map.entry("tokenLifetime", "PT10M"),
            Map.entry("tokenAlgorithm", "EdDSA"),
            Map.entry("tokenKeyLifetime", "P30D"),
            Map.entry("tokenKeyLead", "PT0S"),
            Map.entry("resources", "a=https://a.example  b=urn:b,https://b.example/metadata"),
            Map.entry("dataDirectory", "/var/lib/countersign"));

    @Test
    void thePageListsEveryName() throws IOException {
        assertThat(PageTable.names("src/doc/settings.md", "| name | default | meaning |"))
                .isEqualTo(ALL.keySet());
    }

    /** Those that the message about a wrong value names. */
    @Test
    void thePageTellsTheLimits() throws IOException {
        Map<String, String> wrong = new HashMap<>();
        ALL.keySet().forEach(name -> wrong.put(name, "?"));
        String message = catchThrowable(() -> Settings.read(List.of(source("test", wrong))))
                .getMessage();
        List<MatchResult> ranges =
                RANGE.matcher(String.valueOf(message)).results().toList();

        assertThat(ranges).hasSizeGreaterThan(15);
        for (MatchResult range : ranges) {
            List<String> row = PageTable.rows("src/doc/settings.md", "| name | default | meaning |").stream()
                    .filter(cells -> List.of(cells.get(0).split(", ", -1)).contains(range.group(1)))
                    .findFirst()
                    .orElseThrow();
            Set<Object> told = LIMIT.matcher(row.get(2))
                    .results()
                    .map(limit -> limit(limit.group()))
                    .collect(Collectors.toSet());
            // Without a lower limit the page says "at most".
            assertThat(told).as(range.group()).contains(limit(range.group(3)));
            if (!limit(range.group(2)).equals(Duration.ZERO)) {
                assertThat(told).as(range.group()).contains(limit(range.group(2)));
            }
        }
    }

    private static Object limit(String text) {
        return text.startsWith("P") ? Duration.parse(text) : Long.parseLong(text);
    }

    @Test
    void defaults() {
        Settings settings = Settings.read(List.of(source("test", REQUIRED)));

        assertThat(settings.store()).hasToString("java:comp/env/jdbc/countersign");
        assertThat(settings.stateStore()).isEmpty();
        assertThat(settings.migrate()).isTrue();
        assertThat(settings.mtlsIssuerUrl()).isEmpty();
        assertThat(settings.clientCacheTtl()).isEqualTo(Duration.ofSeconds(30));
        assertThat(settings.proxies()).isEqualTo(new ProxySettings(List.of(), Optional.empty(), Optional.empty()));
        assertThat(settings.clientCertificates())
                .isEqualTo(new ClientCertificateSettings(Optional.empty(), Optional.empty()));
        assertThat(settings.requireTls()).isTrue();
        assertThat(settings.bootstrapAdminSecret()).isEmpty();
        assertThat(settings.storeOutageGrace()).isEqualTo(Duration.ZERO);
        assertThat(settings.eventRetention()).isEqualTo(Duration.ofDays(400));
        assertThat(settings.metricsByClient()).isFalse();
        assertThat(settings.assertions().issuer()).isEqualTo(settings.issuer());
        assertThat(settings.assertions().audience()).isEqualTo(AudiencePolicy.ISSUER);
        assertThat(settings.assertions().clockSkew()).isEqualTo(Duration.ofSeconds(10));
        assertThat(settings.assertions().longestLife()).isEqualTo(Duration.ofMinutes(5));
        assertThat(settings.assertions().algorithms()).hasSize(13).contains("RS256", "EdDSA", "HS512");
        assertThat(settings.assertions().expiredCertificates()).isFalse();
        assertThat(settings.keySets())
                .isEqualTo(new KeySetSettings(
                        Duration.ofMinutes(10),
                        10_000,
                        new FetchLimits(
                                Set.of(),
                                Duration.ofSeconds(3),
                                65_536,
                                Duration.ofMinutes(10),
                                Duration.ofSeconds(30),
                                Duration.ofHours(1))));
        assertThat(settings.secrets()).isEqualTo(new SecretSettings(Optional.empty(), Optional.empty(), true));
        assertThat(settings.certificates()).isEqualTo(new CertificateSettings(Duration.ofDays(1095), 1_048_576));
        assertThat(settings.replay()).isEqualTo(new ReplaySettings(ReplaySettings.Kind.STORE, HEAP_BYTES / 8));
        assertThat(settings.dataDirectory()).isEmpty();
        assertThat(settings.tokens())
                .isEqualTo(new TokenSettings(
                        new TokenService.Rules(
                                "https://sentry.example",
                                Duration.ofMinutes(5),
                                JwsAlgorithm.RS256,
                                Duration.ofDays(90),
                                Duration.ofHours(1)),
                        new TokenAudiences("https://sentry.example")));
    }

    @Test
    void everySettingIsRead() {
        Settings settings = Settings.read(List.of(source("test", ALL)));

        assertThat(settings.store()).hasToString("java:jboss/datasources/countersign");
        assertThat(settings.stateStore()).contains("java:comp/env/jdbc/state");
        assertThat(settings.migrate()).isFalse();
        assertThat(settings.issuer()).isEqualTo(URI.create("https://sentry.example/countersign"));
        assertThat(settings.clientCertificates())
                .isEqualTo(new ClientCertificateSettings(
                        Optional.of(Path.of("/etc/countersign/cas.pem")),
                        Optional.of(Path.of("/etc/countersign/crl"))));
        assertThat(settings.mtlsIssuerUrl()).contains(URI.create("https://mtls.sentry.example:8443/countersign"));
        assertThat(settings.clientCacheTtl()).isEqualTo(Duration.ofSeconds(5));
        assertThat(settings.proxies())
                .isEqualTo(new ProxySettings(
                        List.of(CidrBlock.parse("10.0.0.0/8"), CidrBlock.parse("2001:db8::1")),
                        Optional.of(Path.of("/etc/countersign/proxy.secret")),
                        Optional.of(CertificateHeader.parse("nginx"))));
        assertThat(settings.requireTls()).isFalse();
        assertThat(settings.masterKey()).isEqualTo(Path.of("/etc/countersign/master.key"));
        assertThat(settings.bootstrapAdminSecret().orElseThrow().bytes())
                .isEqualTo(SECRET.getBytes(StandardCharsets.US_ASCII));
        assertThat(settings.storeOutageGrace()).isEqualTo(Duration.ofMinutes(10));
        assertThat(settings.eventRetention()).isEqualTo(Duration.ofDays(30));
        assertThat(settings.metricsByClient()).isTrue();
        assertThat(settings.assertions())
                .isEqualTo(new AssertionRules(
                        settings.issuer(),
                        AudiencePolicy.FAPI2,
                        Duration.ZERO,
                        Duration.ofMinutes(1),
                        Set.of("PS256", "EdDSA"),
                        true));
        assertThat(settings.keySets())
                .isEqualTo(new KeySetSettings(
                        Duration.ofMinutes(1),
                        7,
                        new FetchLimits(
                                Set.of(
                                        URI.create("http://127.0.0.1:8081"),
                                        URI.create("https://keys.internal.example")),
                                Duration.ofSeconds(1),
                                1000,
                                Duration.ofMinutes(1),
                                Duration.ofSeconds(5),
                                Duration.ZERO)));
        assertThat(settings.secrets())
                .isEqualTo(
                        new SecretSettings(Optional.of(Duration.ofDays(90)), Optional.of(Duration.ofDays(365)), false));
        assertThat(settings.certificates()).isEqualTo(new CertificateSettings(Duration.ofDays(90), 20_000));
        assertThat(settings.replay()).isEqualTo(new ReplaySettings(ReplaySettings.Kind.JOURNAL, 5_000_000));
        assertThat(settings.tokens())
                .isEqualTo(new TokenSettings(
                        new TokenService.Rules(
                                "https://sentry.example/countersign",
                                Duration.ofMinutes(10),
                                JwsAlgorithm.EDDSA,
                                Duration.ofDays(30),
                                Duration.ZERO),
                        new TokenAudiences(
                                "https://sentry.example/countersign",
                                Map.of(
                                        "a", new TokenAudiences.Resource("https://a.example", Optional.empty()),
                                        "b",
                                                new TokenAudiences.Resource(
                                                        "urn:b", Optional.of("https://b.example/metadata"))))));
        assertThat(settings.dataDirectory()).contains(Path.of("/var/lib/countersign"));
    }

    @Test
    void theFirstSourceThatHasItWins() {
        Map<String, String> second = new HashMap<>(REQUIRED);
        second.put("migrate", "true");

        Settings settings = Settings.read(List.of(source("one", Map.of("migrate", "false")), source("two", second)));

        assertThat(settings.migrate()).isFalse();
        assertThat(settings.issuer()).isEqualTo(URI.create("https://sentry.example"));
    }

    @Test
    void tellsWhatWasGivenAndWhereButNoSecret() {
        Map<String, String> second = new HashMap<>(REQUIRED);
        second.put("migrate", "true");
        second.put("bootstrapAdminSecret", "s".repeat(40));
        second.put("keyFetchAllowedOrigins", "https://a.example");

        List<GivenSetting> given = Settings.read(
                        List.of(source("one", Map.of("migrate", "false")), source("two", second)))
                .given();

        assertThat(given)
                .contains(
                        new GivenSetting("migrate", Optional.of("false"), "one migrate"),
                        new GivenSetting("bootstrapAdminSecret", Optional.empty(), "two bootstrapAdminSecret"))
                .extracting(GivenSetting::name)
                .isSorted()
                .containsOnly("bootstrapAdminSecret", "issuer", "keyFetchAllowedOrigins", "masterKey", "migrate");
        assertThat(given.toString()).doesNotContain("sss");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "store|ldap://evil.example/x",
                "store|rmi:whatever",
                "store|jdbc/countersign",
                "store|file:",
                "store|file://etc/clients.json",
                "store|file:/etc/clients.json?writable=yes",
                "store|file:/etc/clients.json?x=y?writable=true",
                "stateStore|file:/etc/clients.json",
                "stateStore|ldap://evil.example/x",
                "migrate|yes",
                "migrate|TRUE",
                "issuer|http://sentry.example",
                "issuer|https://sentry.example/?a=b",
                "issuer|https://sentry.example/#a",
                "issuer|https://user@sentry.example/",
                "issuer|https:opaque",
                "issuer|http://127.0.0.1.evil.example",
                "issuer|not a url",
                "mtlsIssuerUrl|http://localhost",
                "mtlsIssuerUrl|https://sentry.example/?a=b",
                "mtlsIssuerUrl|https://user@sentry.example/",
                "clientCacheTtl|30",
                "clientCacheTtl|PT-1S",
                "clientCacheTtl|PT2H",
                "trustedProxies|proxy.example",
                "trustedProxies|10.0.0.0/33",
                "trustedProxies|''",
                "trustedProxySecret|''",
                "clientCertificateHeader|''",
                "clientCertificateHeader|pem",
                "requireTls|''",
                "masterKey|''",
                "bootstrapAdminSecret|tooshort",
                "storeOutageGrace|P2D",
                "eventRetention|PT23H59M59S",
                "eventRetention|-P1D",
                "metricsByClient|yes",
                "audiencePolicy|any",
                "audiencePolicy|ISSUER",
                "clockSkew|PT61S",
                "assertionLifetime|PT0S",
                "algorithms|none",
                "algorithms|rs256",
                "algorithms|''",
                "algorithms|ES256K",
                "expiredCertificates|yes",
                "keyCacheTtl|PT0S",
                "keyCacheMaxClients|0",
                "keyCacheMaxClients|many",
                "keyFetchAllowedOrigins|keys.example",
                "keyFetchAllowedOrigins|https://keys.example/path",
                "keyFetchAllowedOrigins|ftp://keys.example",
                "keyFetchTimeout|PT0S",
                "keyFetchMaxBytes|99999999999",
                "keyRefreshInterval|PT0S",
                "keyStaleLimit|P2D",
                "secretLifetime|PT59S",
                "secretLifetime|P36501D",
                "maxSecretLifetime|PT0S",
                "maxSecretLifetime|90",
                "chosenSecrets|no",
                "maxCertificateValidity|PT0S",
                "maxCertificateValidity|P3651D",
                "maxCertificateValidity|3 years",
                "uploadMaxBytes|0",
                "uploadMaxBytes|16383",
                "uploadMaxBytes|4194305",
                "uploadMaxBytes|1MB",
                "replayGuard|none",
                "replayGuard|Journal",
                "replayCapacity|0",
                "replayCapacity|1048575",
                "replayCapacity|999999999999999999",
                "replayCapacity|99999999999999999999",
                "replayCapacity|-1",
                "replayCapacity|64MB",
                "replayCapacity|51%",
                "replayCapacity|0.0001%",
                "replayCapacity|0.001%",
                "replayCapacity|12,5%",
                "replayCapacity|%",
                "tokenLifetime|PT59S",
                "tokenLifetime|PT1H1S",
                "tokenLifetime|300",
                "tokenAlgorithm|HS256",
                "tokenAlgorithm|none",
                "tokenAlgorithm|rs256",
                "tokenAlgorithm|ES512",
                "tokenAlgorithm|''",
                "tokenKeyLifetime|PT23H",
                "tokenKeyLifetime|P3651D",
                "tokenKeyLead|PT-1S",
                "tokenKeyLead|PT25H",
                "resources|invoices",
                "resources|=https://a.example",
                "resources|a=",
                "resources|a=invoices",
                "resources|a=https://a.example#b",
                "resources|a=https://a.example,http://a.example/metadata",
                "resources|a=https://a.example,",
                "resources|a=https://a.example,https://a.example/m,https://a.example/n",
                "resources|a=https://a.example a=https://b.example",
                "resources|a/b=https://a.example",
                "resources|.=https://a.example",
                "resources|..=https://a.example",
                "resources|a=https://a.example b",
            })
    void aWrongValueIsReportedWithItsNameAndPlaceAndWhatIsAllowed(String name, String value) {
        Map<String, String> settings = new HashMap<>(REQUIRED);
        settings.put(name, value);

        assertThatThrownBy(() -> Settings.read(List.of(source("test", settings))))
                .isInstanceOf(SettingsException.class)
                .message()
                .contains("\n  - " + name + " is ")
                .contains("(test " + name + "); allowed: ");
    }

    @ParameterizedTest
    @CsvSource({"http://localhost:8080/countersign", "http://127.0.0.1", "http://[::1]:8080", "https://[2001:db8::1]/x"
    })
    void anIssuerMayBePlainOnLoopbackOnly(String issuer) {
        Map<String, String> settings = new HashMap<>(REQUIRED);
        settings.put("issuer", issuer);

        assertThat(Settings.read(List.of(source("test", settings))).issuer()).isEqualTo(URI.create(issuer));
    }

    @ParameterizedTest
    @CsvSource({
        "issuer, https://my_host.example/x, its host has an underscore",
        "issuer, https://pr\u00fcfung.example, its host has letters beyond ASCII: write xn--prfung-4ya.example",
        "issuer, https:///x, there is no host behind //",
        "keyFetchAllowedOrigins, https://keys_1:8443, its host has an underscore",
        "masterKey, /a\u0000b, has a character that no path can have",
        "dataDirectory, /d\uFFFDta, start it with LC_ALL=C.UTF-8",
    })
    void aReasonIsGivenWhereTheValueLooksRight(String name, String value, String reason) {
        Map<String, String> settings = new HashMap<>(REQUIRED);
        settings.put(name, value);

        assertThatThrownBy(() -> Settings.read(List.of(source("test", settings))))
                .isInstanceOf(SettingsException.class)
                .message()
                .contains("\n  - " + name + " is ", reason, "; allowed: ");
    }

    @Test
    void noSecretIsMadeToLiveLongerThanTheLongest() {
        Map<String, String> given = new HashMap<>(REQUIRED);
        given.put("secretLifetime", "P91D");
        given.put("maxSecretLifetime", "P90D");

        assertThatThrownBy(() -> Settings.read(List.of(source("test", given))))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("secretLifetime is PT2184H");
    }

    @Test
    void everyProblemIsReportedAtOnce() {
        assertThatThrownBy(() -> Settings.read(List.of(
                        source("test", Map.of("migrate", "maybe", "requireTls", "no", "clientCacheTTL", "PT1S")))))
                .isInstanceOf(SettingsException.class)
                .message()
                .contains("issuer is required: ")
                .contains("masterKey is required: ")
                .contains("migrate is \"maybe\" (test migrate); allowed: true or false")
                .contains("requireTls is \"no\"")
                .contains("test clientCacheTTL is no setting; did you mean clientCacheTtl?");
    }

    @Test
    void sec6_aSecretIsNeverShown() {
        Map<String, String> settings = new HashMap<>(REQUIRED);
        settings.put("bootstrapAdminSecret", "short-secret");

        assertThatThrownBy(() -> Settings.read(List.of(source("test", settings))))
                .message()
                .contains("bootstrapAdminSecret is a hidden value")
                .doesNotContain("short-secret");
        assertThat(Settings.read(List.of(source("test", ALL))).toString()).doesNotContain(SECRET);
    }

    @Test
    void gen20_aValueCannotForgeALine() {
        Map<String, String> settings = new HashMap<>(REQUIRED);
        settings.put("migrate", "no\n  - all is well\u001b[2J");

        assertThatThrownBy(() -> Settings.read(List.of(source("test", settings))))
                .message()
                .contains("\"no?  - all is well?[2J\"");
    }

    @ParameterizedTest
    @CsvSource({"12.5%,32000000", "50%,128000000", "0.5%,1280000", "1048576,1048576", "128000000,128000000"})
    void jwt14_theCapacityOfTheReplayGuardIsBytesOrAPartOfTheHeap(String value, long bytes) {
        Map<String, String> values = Map.of("replayCapacity", value);
        SettingsReader reader = new SettingsReader(List.of(source("test", values)));

        ReplaySettings settings = ReplaySettings.read(reader, Optional.empty(), 256_000_000);

        reader.finish();
        assertThat(settings.capacity()).isEqualTo(bytes);
    }

    @Test
    void aJournalRequiresADirectory() {
        Map<String, String> settings = new HashMap<>(REQUIRED);
        settings.put("replayGuard", "journal");

        assertThatThrownBy(() -> Settings.read(List.of(source("test", settings))))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("replayGuard is \"journal\", which requires dataDirectory");
    }

    static SettingsSource source(String place, Map<String, String> values) {
        return new SettingsSource(
                place, name -> name, name -> Optional.ofNullable(values.get(name)), Set.copyOf(values.keySet()));
    }
}
