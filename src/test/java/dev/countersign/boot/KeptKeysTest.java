package dev.countersign.boot;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.countersign.auth.VerificationKey;
import dev.countersign.cache.CachedClientKeys;
import dev.countersign.client.AuthMethod;
import dev.countersign.client.Client;
import dev.countersign.client.ClientCertificate;
import dev.countersign.client.ClientCertificate.Kind;
import dev.countersign.client.ClientId;
import dev.countersign.client.ClientProfile;
import dev.countersign.client.UnavailableException;
import dev.countersign.fetch.FetchLimits;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** JWT-8: a registered key that is kept beside another source verifies nothing, on no node, whatever is cached. */
class KeptKeysTest {

    private static final ClientId BILLING = new ClientId("billing");
    private static final String UNAVAILABLE = "unavailable";
    private static final String SET = "{\"keys\":[{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"kid\":\"set\","
            + "\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"}]}";
    private static final String EMPTY = "{\"keys\":[]}";

    private final OpenResources closing = new OpenResources();
    private final Instant now = Instant.parse("2026-03-01T12:00:00Z");
    private volatile int status = 200;
    private volatile String served = SET;
    private URI origin = URI.create("http://127.0.0.1/");

    @BeforeEach
    void publish() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            byte[] body = served.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(status, body.length);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(body);
            }
        });
        server.start();
        closing.add(() -> server.stop(0));
        origin = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    }

    @AfterEach
    void stop() {
        closing.close();
    }

    /** Whatever the other source does, and whichever key is named: with it, the registered key is never a candidate. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "jwks_uri | 200 | set | set | set",
                "jwks_uri | 200 | set | kept | set",
                "jwks_uri | 200 | set | - | set",
                "jwks_uri | 200 | empty | kept | -",
                "jwks_uri | 200 | empty | - | -",
                "jwks_uri | 404 | set | kept | -",
                "jwks_uri | 410 | set | - | -",
                "jwks_uri | 500 | set | kept | unavailable",
                "jwks_uri | 500 | set | - | unavailable",
                "jwks_uri | 200 | rubbish | kept | unavailable",
                "jwks | 200 | set | kept | set",
                "jwks | 200 | empty | kept | -",
                "jwks | 200 | rubbish | kept | unavailable",
                "both | 200 | set | kept | set",
            })
    void jwt8_onlyTheOtherSourceCounts(String source, int answer, String content, String kid, String expected)
            throws Exception {
        status = answer;
        served = Map.of("set", SET, "empty", EMPTY).getOrDefault(content, "{\"keys\":7}");
        Map<String, String> properties = switch (source) {
            case "jwks" -> Map.of("jwks", served);
            case "jwks_uri" -> Map.of("jwks_uri", origin.toString());
            default -> Map.of("jwks", served, "jwks_uri", origin.toString());
        };
        CachedClientKeys keys = node();
        Client client = client(1, properties);

        for (int i = 0; i < 3; i++) {
            assertThat(found(keys, client, kid)).as("look-up " + i).isEqualTo(expected);
        }
    }

    @Test
    void jwt8_withEveryChangeOfTheSourceEachNodeUsesThatOneAlone() throws Exception {
        List<CachedClientKeys> nodes = List.of(node(), node());
        long version = 0;
        for (int round = 0; round < 2; round++) {
            Client registered = client(++version, Map.of());
            Client published = client(++version, Map.of("jwks_uri", origin.toString()));
            for (CachedClientKeys node : nodes) {
                assertThat(found(node, registered, "kept")).isEqualTo("kept");
                // Without a word from the other nodes: what is cached is that of another version.
                assertThat(found(node, published, "kept")).isEqualTo("set");
                node.forget(BILLING);
                assertThat(found(node, published, "-")).isEqualTo("set");
            }
        }
        status = 500;
        Client published = client(++version, Map.of("jwks_uri", origin + "failing"));
        for (CachedClientKeys node : nodes) {
            assertThat(found(node, published, "kept")).isEqualTo(UNAVAILABLE);
            assertThat(node.failure(BILLING)).isPresent();
        }
        assertThat(found(nodes.get(1), client(++version, Map.of()), "-")).isEqualTo("kept");
    }

    private CachedClientKeys node() {
        Duration ttl = Duration.ofMinutes(10);
        FetchLimits limits = new FetchLimits(
                Set.of(origin), Duration.ofSeconds(20), 65_536, ttl, Duration.ofSeconds(30), Duration.ofHours(1));
        return closing.add(Countersign.clientKeys(
                new KeySetSettings(ttl, 10, limits),
                Countersign.publishedKeySets(limits, () -> now, closing),
                () -> now));
    }

    private static String found(CachedClientKeys keys, Client client, String kid) {
        try {
            List<VerificationKey> found = keys.find(client, kid.equals("-") ? Optional.empty() : Optional.of(kid));
            return found.isEmpty() ? "-" : found.get(0).kid().orElseThrow();
        } catch (UnavailableException e) {
            return UNAVAILABLE;
        }
    }

    private Client client(long version, Map<String, String> properties) throws NoSuchAlgorithmException {
        byte[] key = KeyPairGenerator.getInstance("Ed25519")
                .generateKeyPair()
                .getPublic()
                .getEncoded();
        ClientCertificate kept = new ClientCertificate(
                "c1",
                "kept",
                "",
                Kind.PUBLIC_KEY,
                Base64.getEncoder().encodeToString(key),
                now,
                Optional.empty(),
                Optional.empty());
        ClientProfile profile = ClientProfile.confidential(AuthMethod.PRIVATE_KEY_JWT, properties);
        return new Client(BILLING, profile, List.of(), version, Instant.EPOCH, Instant.EPOCH)
                .withCertificates(List.of(kept));
    }
}
