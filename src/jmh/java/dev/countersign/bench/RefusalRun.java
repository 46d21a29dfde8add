package dev.countersign.bench;

import dev.countersign.bench.RefusalTimes.Kind;
import dev.countersign.container.Container;
import dev.countersign.it.AssertionSigner;
import dev.countersign.it.ExecutableWar;
import dev.countersign.it.WarCommand;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jose4j.jwk.EcJwkGenerator;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.OctetKeyPairJsonWebKey;
import org.jose4j.jwk.OkpJwkGenerator;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.keys.EllipticCurves;
import org.jose4j.keys.HmacKey;
import org.jose4j.lang.JoseException;

/**
 * The refusals that must not be told apart by their time (GEN-10), of the executable WAR. Assertions: for each shape of
 * a signature, with and without a {@code kid}, a stranger's key signs for a client that does not exist, and for clients
 * with one key and with four of every type and size. All keys are cached. Then the same of secrets.
 */
final class RefusalRun {

    private static final int MAX_KEYS = 4;
    private static final int MAX_SECRETS = 20;
    private static final List<Integer> COUNTS = List.of(1, MAX_KEYS);
    private static final List<String> SHAPES = List.of("RSA-2048", "RSA-3072", "RSA-4096", "P-256", "Ed25519");

    /** About as much as a token may have. */
    private static final int MAX_PADDING_CHARS = 11_000;

    /** What of a secret has room in a header field, in Base64. */
    private static final int MAX_HEADER_CHARS = 5_000;

    private static final String ISSUER = "https://as.example";

    private final ExecutableWar war;
    private final Map<String, PublicJsonWebKey> rightKeys = new LinkedHashMap<>();
    private final List<String> summary = new ArrayList<>();

    private RefusalRun(ExecutableWar war) {
        this.war = war;
    }

    static void main() throws Exception {
        // Every request may come from a source of its own, so that refusals are not throttled.
        WarCommand command = WarCommand.in(Files.createTempDirectory("countersign-refusals"))
                .optimizing()
                .of(Container.war())
                .withEnvironment("COUNTERSIGN_ADMIN_PASSWORD", LoadRun.PASSWORD)
                .withEnvironment("COUNTERSIGN_ISSUER", ISSUER)
                .withEnvironment("COUNTERSIGN_REPLAY_GUARD", "memory")
                .withEnvironment("COUNTERSIGN_TRUSTED_PROXIES", "127.0.0.1")
                .withEnvironment("COUNTERSIGN_REQUIRE_TLS", "false");
        try (ExecutableWar war = command.start()) {
            new RefusalRun(war).measure();
        }
    }

    private void measure() throws IOException, InterruptedException, JoseException {
        registerAll();
        for (String shape : SHAPES) {
            PublicJsonWebKey stranger = key(shape, "k1");
            print(shape, stranger, true);
            print(shape, stranger, false);
        }
        printShared("HS256", "");
        printShared("HS256, 15 KB", "x".repeat(MAX_PADDING_CHARS));
        printDearest();
        printSecrets("secret", "");
        printSecrets("secret, 5 KB", "x".repeat(MAX_HEADER_CHARS));
        summary.forEach(System.out::println);
    }

    private void registerAll() throws IOException, InterruptedException, JoseException {
        for (String type : SHAPES) {
            List<PublicJsonWebKey> keys = new ArrayList<>();
            for (int i = 1; i <= MAX_KEYS; i++) {
                keys.add(key(type, "k" + i));
            }
            rightKeys.put(type, keys.get(0));
            for (int count : COUNTS) {
                register(name(count, type), keySet(keys.subList(0, count)));
            }
        }
        register(
                "disabled", "\"enabled\":false," + keySet(List.of(rightKeys.getOrDefault("P-256", key("P-256", "k")))));
        LoadRun.register(war.url(), "secretive", "");
        LoadRun.register(war.url(), "public", ",\"access_type\":\"public\"");
        registerCertified();
        LoadRun.register(war.url(), "rotating", "");
        LoadRun.register(war.url(), "shared-1", ",\"token_endpoint_auth_method\":\"client_secret_jwt\"");
        LoadRun.register(war.url(), "shared-20", ",\"token_endpoint_auth_method\":\"client_secret_jwt\"");
        for (int i = 1; i < MAX_SECRETS; i++) {
            LoadRun.administer(war.url(), "/clients/shared-20/secrets", "{}");
            LoadRun.administer(war.url(), "/clients/rotating/secrets", "{}");
        }
    }

    /** With keys that the server has made: they stand in the store, as certificates, and not in a key set. */
    private void registerCertified() throws IOException, InterruptedException {
        register("4-certificates", "\"client_name\":\"\"");
        for (int i = 0; i < MAX_KEYS; i++) {
            LoadRun.administer(
                    war.url(),
                    "/clients/4-certificates/key-pairs",
                    "{\"format\":\"PKCS12\",\"store_password\":\"store password\",\"algorithm\":\"RSA\",\"key_size\":4096}");
        }
    }

    private void print(String shape, PublicJsonWebKey stranger, boolean named) throws IOException, JoseException {
        List<Kind> kinds = new ArrayList<>();
        for (String client : List.of("unknown", "disabled", "secretive", "public", "4-certificates")) {
            kinds.add(kind(client, signed(client, stranger, named, ISSUER)));
        }
        for (String type : SHAPES) {
            for (int count : COUNTS) {
                kinds.add(kind(name(count, type), signed(name(count, type), stranger, named, ISSUER)));
            }
        }
        PublicJsonWebKey right = rightKeys.getOrDefault(shape, stranger);
        kinds.add(kind("wrong audience", signed(name(1, shape), right, named, "https://other.example")));
        print(shape + (named ? ", kid" : ", no kid"), kinds);
    }

    private void printShared(String name, String padding) throws IOException, JoseException {
        List<Kind> kinds = new ArrayList<>();
        for (String client : List.of("unknown", "disabled", "secretive", "shared-1", "shared-20")) {
            JsonWebSignature jws = unsigned(client, ISSUER, padding);
            jws.setAlgorithmHeaderValue("HS256");
            jws.setKey(new HmacKey(new byte[64]));
            kinds.add(kind(client, jws.getCompactSerialization()));
        }
        print(name, kinds);
    }

    /** What an unknown sender can make the server compute at most. */
    private void printDearest() throws IOException {
        List<Kind> kinds = new ArrayList<>();
        kinds.add(kind("nothing to verify", unverified("RS256", 1)));
        kinds.add(kind("RSA-8192", unverified("RS512", 1024)));
        kinds.add(kind("P-521", unverified("ES512", 132)));
        System.out.println("dearest refusals");
        new RefusalTimes(war.port()).print(kinds);
    }

    /** With a signature that is none, of so many bytes. */
    private static String unverified(String algorithm, int length) {
        byte[] signature = new byte[length];
        Arrays.fill(signature, (byte) 0x2A);
        // Both halves are below the order of the curve.
        signature[0] = 0;
        signature[length / 2] = 0;
        return part(("{\"alg\":\"" + algorithm + "\"}").getBytes(StandardCharsets.UTF_8))
                + '.'
                + part(unsigned("unknown", ISSUER, "").getUnverifiedPayload().getBytes(StandardCharsets.UTF_8))
                + '.'
                + part(signature);
    }

    private static String part(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private void printSecrets(String name, String padding) throws IOException {
        List<Kind> kinds = new ArrayList<>();
        for (String client : List.of("unknown", "disabled", "public", "secretive", "rotating")) {
            String header = LoadRun.authorization(client, "wrong" + padding);
            kinds.add(new Kind(client, (i, source) -> basic(source + header)));
        }
        kinds.add(new Kind(
                "unknown, another one each time",
                (i, source) -> basic(source + LoadRun.authorization("unknown" + i, "wrong" + padding))));
        print(name, kinds);
    }

    private static byte[] basic(String headers) {
        return LoadRun.request("/countersign/verify", headers).getBytes(StandardCharsets.US_ASCII);
    }

    private void print(String shape, List<Kind> kinds) throws IOException {
        System.out.println(shape);
        double ratio = new RefusalTimes(war.port()).print(kinds);
        summary.add(String.format(Locale.ROOT, "%s: slowest / fastest %.2f", shape, ratio));
    }

    /** Refused, so it is never used up. */
    private static Kind kind(String name, String assertion) {
        return new Kind(name, (i, source) -> SignedRequests.request("/verify", source, assertion));
    }

    private void register(String id, String members) throws IOException, InterruptedException {
        LoadRun.administer(war.url(), "/clients", AssertionSigner.registration(id, members));
    }

    private static String name(int count, String type) {
        return count + "-of-" + type;
    }

    private static String keySet(List<PublicJsonWebKey> keys) {
        return "\"jwks\":" + new JsonWebKeySet(keys).toJson(OutputControlLevel.PUBLIC_ONLY);
    }

    private static String signed(String client, PublicJsonWebKey key, boolean named, String audience)
            throws JoseException {
        JsonWebSignature jws = unsigned(client, audience, "");
        jws.setAlgorithmHeaderValue(algorithm(key));
        if (named) {
            jws.setKeyIdHeaderValue("k1");
        }
        jws.setKey(key.getPrivateKey());
        return jws.getCompactSerialization();
    }

    private static JsonWebSignature unsigned(String client, String audience, String padding) {
        JwtClaims claims = new JwtClaims();
        claims.setIssuer(client);
        claims.setSubject(client);
        claims.setAudience(audience);
        claims.setJwtId(UUID.randomUUID().toString());
        // Long enough for one table, and within the longest life that there is.
        claims.setExpirationTime(NumericDate.fromSeconds(NumericDate.now().getValue() + 240));
        claims.setStringClaim("padding", padding);
        JsonWebSignature jws = new JsonWebSignature();
        jws.setPayload(claims.toJson());
        return jws;
    }

    private static String algorithm(PublicJsonWebKey key) {
        return switch (key.getKeyType()) {
            case "RSA" -> "RS256";
            case "EC" -> "ES256";
            default -> "EdDSA";
        };
    }

    private static PublicJsonWebKey key(String shape, String kid) throws JoseException {
        PublicJsonWebKey key = switch (shape) {
            case "P-256" -> EcJwkGenerator.generateJwk(EllipticCurves.P256);
            case "Ed25519" -> OkpJwkGenerator.generateJwk(OctetKeyPairJsonWebKey.SUBTYPE_ED25519);
            default -> RsaJwkGenerator.generateJwk(Integer.parseInt(shape.substring("RSA-".length())));
        };
        key.setKeyId(kid);
        return key;
    }
}
