package dev.countersign.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.countersign.PageTable;
import dev.countersign.client.AccessType;
import dev.countersign.client.AuthMethod;
import dev.countersign.client.Client;
import dev.countersign.client.ClientId;
import dev.countersign.client.ClientProfile;
import dev.countersign.client.ClientStore;
import dev.countersign.client.Scopes;
import dev.countersign.manage.SecretIssuer.IssuedSecret;
import dev.countersign.secret.KeyRing;
import dev.countersign.secret.RandomSecretIssuer;
import dev.countersign.text.StrictJson;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Walks the table of the page about stores: each kind of store does what its row says, in a real container. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StoresPageTest {

    private static final String HEAD =
            "| clients in | `/token` | revocation | used JWTs | events | last use | list and search | change | administrator client | several nodes |";
    private static final String ISSUER = "https://auth.example.com";
    private static final String SECRET = "a-chosen-secret-" + "c".repeat(32);
    private static final KeyRing RING = KeyRing.parse(TestApplication.KEY);
    private static final String OWN = "countersign-clients";
    private static final String STATE = "jdbc/countersign-state";

    private static final String SERVLETS = """
            <servlet>
              <servlet-name>introspect</servlet-name>
              <servlet-class>dev.countersign.endpoint.IntrospectionServlet</servlet-class>
            </servlet>
            <servlet-mapping><servlet-name>introspect</servlet-name><url-pattern>/introspect</url-pattern></servlet-mapping>
            <servlet>
              <servlet-name>revoke</servlet-name>
              <servlet-class>dev.countersign.endpoint.RevocationServlet</servlet-class>
            </servlet>
            <servlet-mapping><servlet-name>revoke</servlet-name><url-pattern>/revoke</url-pattern></servlet-mapping>
            """;

    @TempDir
    Path directory;

    private final Map<String, IssuedSecret> secrets = new LinkedHashMap<>();
    private KeyPair pair;

    @BeforeAll
    void makeKey() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        pair = generator.generateKeyPair();
    }

    static List<List<String>> rows() throws IOException {
        return PageTable.rows("src/doc/stores.md", HEAD);
    }

    @ParameterizedTest
    @MethodSource("rows")
    void eachCellIsTrue(List<String> row) throws Exception {
        List<String> found = new ArrayList<>(List.of(row.get(0)));
        try (TestApplication node = node(row.get(0), "first")) {
            node.start();
            if (row.get(0).equals("a database")) {
                register(node);
            }
            String token = member(form(node, "/token", basicForm("grant_type=client_credentials")), "access_token");
            found.add(isActive(node, token) ? "works" : "fails");
            form(node, "/revoke", basicForm("token=" + token));
            found.add(isActive(node, token) ? "fails" : "works");
            found.add(usedJwts(node));
            found.add(events(node));
        }
        // The times of last use are written at the end at the latest.
        try (TestApplication node = node(row.get(0), "first")) {
            node.start();
            found.add(get(node, "/admin/clients/billing").body().contains("last_used_at") ? "works" : "fails");
            HttpResponse<String> list = get(node, "/admin/clients?search=bill");
            found.add(verdict(list.statusCode(), list.body().contains("\"billing\"")));
            HttpResponse<String> made = node.send("POST", "/admin/clients", "{\"client_id\":\"new\"}", headers());
            found.add(verdict(made.statusCode(), made.statusCode() == 201));
            found.add(get(node, "/admin/whoami").statusCode() == 200 ? "works" : "fails");
            found.add(severalNodes(row.get(0), node));
        }
        assertThat(found).isEqualTo(row);
    }

    /** The secret must be the same as elsewhere. */
    private void register(TestApplication node) throws Exception {
        for (String client : List.of(
                "{\"client_id\":\"billing\"}",
                "{\"client_id\":\"signer\",\"token_endpoint_auth_method\":\"private_key_jwt\",\"jwks\":" + jwks() + "}")) {
            assertThat(node.send("POST", "/admin/clients", client, headers()).statusCode())
                    .isEqualTo(201);
        }
        assertThat(node.send(
                                "POST",
                                "/admin/clients/billing/secrets",
                                "{\"secret\":\"" + SECRET + "\"}",
                                headers())
                        .statusCode())
                .isEqualTo(201);
    }

    private static String verdict(int status, boolean right) {
        return right ? "works" : Integer.toString(status);
    }

    private String usedJwts(TestApplication node) throws Exception {
        String assertion = assertion();
        String form = "grant_type=client_credentials&client_assertion_type="
                + "urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer&client_assertion=" + assertion;
        int first = form(node, "/token", form).statusCode();
        int second = form(node, "/token", form).statusCode();
        return first == 200 && second == 401 ? "works" : first + " " + second;
    }

    private String events(TestApplication node) throws Exception {
        assertThat(node.send("DELETE", "/admin/clients/billing/key-cache", "", headers()).statusCode())
                .isLessThan(300);
        return get(node, "/admin/events?client=billing").body().contains("\"billing\"") ? "works" : "fails";
    }

    /** A token of one node counts on the other one, and ends there. */
    private String severalNodes(String kind, TestApplication first) throws Exception {
        try (TestApplication second = node(kind, "second")) {
            Throwable refusal = catchThrowable(second::start);
            if (refusal != null) {
                assertThat(FailedStart.reasons(refusal)).contains("another process has", "leave ?writable=true out");
                return "refused";
            }
            String token = member(form(first, "/token", basicForm("grant_type=client_credentials")), "access_token");
            boolean known = isActive(second, token);
            form(second, "/revoke", basicForm("token=" + token));
            while (isActive(first, token)) {
                Thread.onSpinWait();
            }
            return known ? "works" : "fails";
        }
    }

    private TestApplication node(String kind, String name) throws Exception {
        TestApplication application = new TestApplication(
                Files.createDirectories(directory.resolve(name + kind.hashCode() + UUID.randomUUID())),
                OwnStoreTest.MAPPED + SERVLETS);
        application.parameter("issuer", ISSUER).parameter(
                "masterKey", application.keyRing(TestApplication.KEY).toString());
        JdbcDataSource database = new JdbcDataSource();
        database.setURL("jdbc:h2:file:" + directory.resolve("state" + kind.hashCode()));
        if (kind.equals("a database")) {
            application.bind(TestApplication.STORE, database).parameter("bootstrapAdminSecret", SECRET);
            return application;
        }
        application.bind(STATE, database).parameter("stateStore", "java:comp/env/" + STATE);
        Path file = directory.resolve("clients" + kind.hashCode() + ".json");
        if (!Files.exists(file)) {
            Files.writeString(file, file());
        }
        return switch (kind) {
            case "a file" -> application.parameter("store", "file:" + file);
            case "a writable file" -> application.parameter("store", "file:" + file + "?writable=true");
            case "an own store" -> application
                    .bind(OWN, (ClientStore) this::own)
                    .parameter("store", "java:comp/env/" + OWN);
            default -> throw new IllegalArgumentException(kind);
        };
    }

    private Optional<Client> own(ClientId id) {
        boolean admin = id.value().equals("admin");
        if (!admin && !id.value().equals("billing") && !id.value().equals("signer")) {
            return Optional.empty();
        }
        boolean signer = id.value().equals("signer");
        ClientProfile profile = new ClientProfile(
                "",
                "",
                AccessType.CONFIDENTIAL,
                true,
                signer ? AuthMethod.PRIVATE_KEY_JWT : AuthMethod.CLIENT_SECRET_BASIC,
                Scopes.NONE,
                List.of(),
                admin,
                signer ? Map.of("jwks", jwks()) : Map.of());
        return Optional.of(new Client(
                id, profile, List.of(issued(id.value()).registered()), 1, Instant.EPOCH, Instant.EPOCH));
    }

    private synchronized IssuedSecret issued(String client) {
        return secrets.computeIfAbsent(
                client,
                id -> new RandomSecretIssuer(RING, InstantSource.fixed(Instant.EPOCH))
                        .issue(
                                new ClientId(id),
                                AuthMethod.CLIENT_SECRET_BASIC,
                                Optional.empty(),
                                "",
                                Optional.of(SECRET),
                                Optional.empty()));
    }

    private String file() {
        return "[" + secretClient("admin", true) + ",\n" + secretClient("billing", false)
                + ",\n{\"client_id\":\"signer\",\"token_endpoint_auth_method\":\"private_key_jwt\",\"jwks\":" + jwks()
                + "}]";
    }

    private String secretClient(String id, boolean administrator) {
        return "{\"client_id\":\"" + id + "\",\"administrator\":" + administrator + ",\"secrets\":[{\"id\":\""
                + issued(id).registered().id() + "\",\"hash\":\""
                + issued(id).registered().hash().text() + "\"}]}";
    }

    private String jwks() {
        RSAPublicKey key = (RSAPublicKey) pair.getPublic();
        return "{\"keys\":[{\"kty\":\"RSA\",\"n\":\"" + unsigned(key.getModulus().toByteArray()) + "\",\"e\":\""
                + unsigned(key.getPublicExponent().toByteArray()) + "\"}]}";
    }

    private static String unsigned(byte[] number) {
        int from = number[0] == 0 ? 1 : 0;
        return base64Url(Arrays.copyOfRange(number, from, number.length));
    }

    private String assertion() throws Exception {
        long now = InstantSource.system().instant().getEpochSecond();
        String signed = base64Url("{\"alg\":\"RS256\"}".getBytes(StandardCharsets.US_ASCII)) + "."
                + base64Url(("{\"iss\":\"signer\",\"sub\":\"signer\",\"aud\":\"" + ISSUER + "\",\"jti\":\""
                                + UUID.randomUUID() + "\",\"iat\":" + now + ",\"exp\":" + (now + 60) + "}")
                        .getBytes(StandardCharsets.US_ASCII));
        Signature signature = Signature.getInstance("SHA256withRSA");
        signature.initSign(pair.getPrivate());
        signature.update(signed.getBytes(StandardCharsets.US_ASCII));
        return signed + "." + base64Url(signature.sign());
    }

    private static String base64Url(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static boolean isActive(TestApplication node, String token) throws Exception {
        return form(node, "/introspect", basicForm("token=" + token)).body().contains("\"active\":true");
    }

    private static HttpResponse<String> form(TestApplication node, String path, String form) throws Exception {
        return node.send("POST", path, form, "Content-Type", "application/x-www-form-urlencoded");
    }

    private static String basicForm(String form) {
        return form + "&client_id=billing&client_secret=" + URLEncoder.encode(SECRET, StandardCharsets.UTF_8);
    }

    private static HttpResponse<String> get(TestApplication node, String path) throws Exception {
        return node.get(path, "Authorization", basic());
    }

    private static String[] headers() {
        return new String[] {"Authorization", basic(), "Content-Type", "application/json"};
    }

    private static String basic() {
        return "Basic "
                + Base64.getEncoder().encodeToString(("admin:" + SECRET).getBytes(StandardCharsets.US_ASCII));
    }

    private static String member(HttpResponse<String> answer, String name) throws Exception {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return String.valueOf(StrictJson.object(answer.body()).get(name));
    }
}
