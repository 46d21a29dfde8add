package dev.countersign.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.countersign.client.AuthMethod;
import dev.countersign.client.Client;
import dev.countersign.client.ClientCertificate.Kind;
import dev.countersign.client.ClientId;
import dev.countersign.jose.ImportedKeySet;
import dev.countersign.manage.UnacceptableEntryException;
import dev.countersign.secret.KeyRing;
import dev.countersign.secret.RandomSecretIssuer;
import dev.countersign.secret.StoredHashes;
import dev.countersign.store.file.FileClients;
import dev.countersign.text.MalformedException;
import dev.countersign.text.StrictJson;
import dev.countersign.x509.KeyDescriptions;
import dev.countersign.x509.StrictKeyImporter;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a client in a file may be: the parser and the published schema against the same examples. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClientEntriesTest {

    private static final KeyRing RING = KeyRing.parse("k1 AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\n");
    private static final InstantSource CLOCK = InstantSource.fixed(AdminServer.START);

    @TempDir
    Path directory;

    private AdminServer server;
    private ClientEntries entries;
    private SchemaCheck schema;
    private String hash;
    private String pem;

    @BeforeAll
    void start() throws Exception {
        server = new AdminServer();
        entries = new ClientEntries(
                server.catalog,
                new StrictKeyImporter(new ImportedKeySet(), 100_000, Duration.ofDays(1095), CLOCK),
                new KeyDescriptions(),
                (profile, stored) -> new StoredHashes(RING.ids()).problem(profile.method(), stored),
                CLOCK);
        try (InputStream text = ClientEntries.class.getResourceAsStream("clients.schema.json")) {
            schema = new SchemaCheck(
                    StrictJson.object(Objects.requireNonNull(text).readAllBytes()));
        }
        hash = new RandomSecretIssuer(RING, CLOCK)
                .issue(
                        new ClientId("billing"),
                        AuthMethod.CLIENT_SECRET_BASIC,
                        Optional.empty(),
                        "",
                        Optional.empty(),
                        Optional.empty())
                .registered()
                .hash()
                .text();
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(256);
        pem = "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'})
                        .encodeToString(generator.generateKeyPair().getPublic().getEncoded())
                + "\n-----END PUBLIC KEY-----\n";
    }

    @AfterAll
    void stop() throws Exception {
        server.close();
    }

    /** H: the hash. K: the public key, in PEM. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'client_id':'billing'}",
                "{'client_id':'billing','secrets':[{'id':'s1','hash':'H'}]}",
                "{'client_id':'billing','secrets':[{'id':'s1','hash':'H','label':'old','expires_at':'2026-05-01T00:00:00Z'},{'id':'s2','hash':'H','expires_at':null}]}",
                "{'client_id':'billing','client_name':'B','description':'d','access_type':'public','enabled':false,'scope':'a b','audience':['https://a.example']}",
                "{'client_id':'billing','auditor':true,'allowed_sources':['10.0.0.0/8','::1'],'managed_by':'list'}",
                "{'client_id':'billing','administrator':true,'grant_types':[],'token_lifetime':'PT10M','introspection':true,'tokens_not_before':'2026-02-01T00:00:00Z'}",
                "{'client_id':'billing','token_endpoint_auth_method':'private_key_jwt','certificates':[{'pem':'K','alias':'first','algorithm':'ES256','kid':'k'}]}",
                "{'client_id':'billing','token_endpoint_auth_method':'private_key_jwt','jwks':{'keys':[]}}",
                "{'client_id':'billing','version':7,'created_at':'2026-01-01T00:00:00Z','updated_at':'2026-01-02T00:00:00Z'}",
            })
    void whatIsAccepted(String text) throws Exception {
        Map<String, Object> members = members(text);

        assertThat(entries.read(members).id()).hasToString("billing");
        assertThat(schema.problems(List.of(members))).isEmpty();
    }

    /** An S in front: the schema refuses it too. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "S|{}|client_id: Required.",
                "S|{'client_id':''}|client_id: ",
                "S|{'client_id':'billing','colour':'red'}|colour: Unknown member.",
                "S|{'client_id':'billing','client_secret':'in the clear'}|client_secret: Unknown member.",
                "S|{'client_id':'billing','links':{}}|links: Unknown member.",
                "S|{'client_id':'billing','enabled':'yes'}|enabled: Must be true or false.",
                "S|{'client_id':'billing','version':0}|version: ",
                "S|{'client_id':'billing','secrets':{}}|secrets: Must be an array",
                "S|{'client_id':'billing','secrets':['x']}|secrets[0]: Must be an object.",
                "S|{'client_id':'billing','secrets':[{'hash':'H'}]}|secrets[0].id: Required.",
                "S|{'client_id':'billing','secrets':[{'id':'s'}]}|secrets[0].hash: Required.",
                "S|{'client_id':'billing','secrets':[{'id':'s','hash':'H'},{'id':'t','hash':'H','secret':'x'}]}|secrets[1].secret: Unknown member.",
                "S|{'client_id':'billing','secrets':[{'id':'a b','hash':'H'}]}|secrets[0].id: Must be of",
                "-|{'client_id':'billing','secrets':[{'id':'s','hash':'in the clear'}]}|secrets[0].hash: Must be a hash under a key of this ring",
                "-|{'client_id':'billing','secrets':[{'id':'s','hash':'hmac-sha256$k2$AAAA'}]}|secrets[0].hash: Must be a hash under a key of this ring",
                "-|{'client_id':'billing','secrets':[{'id':'s','hash':'hmac-sha256$k1$AAAA'}]}|secrets[0].hash: Must end with the Base64url of 32 bytes",
                "-|{'client_id':'billing','secrets':[{'id':'s','hash':'hmac-sha256$k1$!!'}]}|secrets[0].hash: Must end",
                "-|{'client_id':'billing','secrets':[{'id':'s','hash':'H'},{'id':'s','hash':'H'}]}|secrets[1].id: There is another one",
                "-|{'client_id':'billing','secrets':[{'id':'s','hash':'H','expires_at':'tomorrow'}]}|secrets[0].expires_at: Must be an instant",
                "S|{'client_id':'billing','certificates':[{'alias':'x'}]}|certificates[0].pem: Required.",
                "S|{'client_id':'billing','certificates':[{'pem':'AAAA'}]}|certificates[0].pem: ",
                "-|{'client_id':'billing','certificates':[{'pem':'K'},{'pem':'K'}]}|certificates[1].pem: There is another one",
                "-|{'client_id':'billing','token_endpoint_auth_method':'magic'}|token_endpoint_auth_method: No authentication method",
                "-|{'client_id':'billing','token_endpoint_auth_method':'private_key_jwt','jwks':{'keys':[]},'jwks_uri':'https://a.example/k'}|jwks_uri: A client has one source of keys",
                "-|{'client_id':'billing','created_at':'1969-01-01T00:00:00Z'}|created_at: Must be an instant",
            })
    void whatIsRefused(String bySchema, String text, String problem) {
        Map<String, Object> members = members(text);

        UnacceptableEntryException refused =
                catchThrowableOfType(UnacceptableEntryException.class, () -> entries.read(members));
        assertThat(refused).as(text).isNotNull();
        assertThat(refused.getMessage()).startsWith(problem).doesNotContain("in the clear");
        assertThat(schema.problems(List.of(members)).isEmpty()).isEqualTo(bySchema.equals("-"));
    }

    @Test
    void theSchemaHasExactlyTheMembers() {
        Set<String> members = new HashSet<>(ClientRepresentation.MEMBERS);
        members.removeAll(Set.of("client_secret", "links"));
        AdminServer.methods().stream()
                .filter(method -> !method.method().equals(AdminServer.PLUGIN))
                .flatMap(method -> method.properties().stream())
                .forEach(property -> members.add(property.name()));
        Map<String, Object> client = OpenApi.object(OpenApi.object(schema.document(), "$defs"), "client");

        Set<String> described =
                new HashSet<>(OpenApi.object(client, "properties").keySet());
        assertThat(described).containsAll(members);
        described.removeAll(members);
        assertThat(described).allMatch(name -> name.equals("audience_policy") || name.startsWith("tls_client_auth_"));
    }

    @Test
    void whatIsWrittenIsReadAsTheSame() throws Exception {
        Client client = entries.read(
                members(
                        "{'client_id':'billing','client_name':'B \u00e9','token_endpoint_auth_method':'private_key_jwt','jwks':{'keys':[{'kty':'EC'}]},"
                                + "'audience':['https://a.example'],'token_lifetime':'PT10M','tokens_not_before':'2026-02-01T00:00:00Z','version':3,"
                                + "'certificates':[{'pem':'K','alias':'first','kid':'k','expires_at':'2026-05-01T00:00:00Z'}]}"));
        assertThat(client.certificates()).hasSize(1);
        assertThat(client.certificates().get(0).expiresAt()).contains(Instant.parse("2026-05-01T00:00:00Z"));
        assertThat(client.certificates().get(0).kind()).isEqualTo(Kind.PUBLIC_KEY);

        Map<String, Object> written = entries.write(client);

        assertThat(entries.read(new LinkedHashMap<>(written))).isEqualTo(client);
        assertThat(schema.problems(List.of(written))).isEmpty();
        Client secretive = entries.read(
                members(
                        "{'client_id':'billing','secrets':[{'id':'s','hash':'H','label':'l','expires_at':'2026-05-01T00:00:00Z'}]}"));
        assertThat(entries.read(entries.write(secretive))).isEqualTo(secretive);
        assertThat(secretive.createdAt()).isEqualTo(Instant.EPOCH);
    }

    /** The best of some, since other tests run beside it. */
    @Test
    void aFileOfTenThousandClientsIsReadAgainWithinASecond() throws Exception {
        Path path = directory.resolve("clients.json");
        Files.writeString(path, many("first"));
        BlockingQueue<ClientId> changes = new LinkedBlockingQueue<>();
        Duration best = Duration.ofMinutes(1);
        try (FileClients clients = new FileClients(path, entries, CLOCK)) {
            clients.onChange(changes::add);
            assertThat(clients.count()).isEqualTo(10_000);
            for (int i = 0; i < 5 && best.compareTo(Duration.ofSeconds(1)) >= 0; i++) {
                String text = many("next " + i);
                Path next = Files.writeString(directory.resolve("next"), text);
                long begin = System.nanoTime();
                Files.move(next, path, StandardCopyOption.ATOMIC_MOVE);
                assertThat(changes.poll(30, TimeUnit.SECONDS)).isEqualTo(new ClientId("client-4711"));
                Duration took = Duration.ofNanos(System.nanoTime() - begin);
                best = took.compareTo(best) < 0 ? took : best;
            }
        }
        assertThat(best).isLessThan(Duration.ofSeconds(1));
    }

    /** @param changed the description of one of them */
    private String many(String changed) {
        return IntStream.range(0, 10_000)
                .mapToObj(i -> "{\"client_id\":\"client-" + i + "\",\"client_name\":\"Client number " + i
                        + "\",\"description\":\"" + (i == 4711 ? changed : "one of many")
                        + "\",\"scope\":\"read write\",\"audience\":[\"https://a.example/" + i
                        + "\"],\"secrets\":[{\"id\":\"s" + i + "\",\"hash\":\"" + hash
                        + "\",\"expires_at\":\"2027-01-01T00:00:00Z\"}]}")
                .collect(Collectors.joining(",\n", "[", "]"));
    }

    private Map<String, Object> members(String text) {
        String json = text.replace('\'', '"').replace("\"H\"", '"' + hash + '"');
        return parsed(json.replace("\"K\"", new String(JsonText.of(pem), StandardCharsets.UTF_8)));
    }

    private static Map<String, Object> parsed(String json) {
        try {
            return StrictJson.object(json);
        } catch (MalformedException e) {
            throw new AssertionError(json, e);
        }
    }
}
