package dev.countersign.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.countersign.admin.Exchange.Reply;
import dev.countersign.client.AccessRules;
import dev.countersign.client.Client;
import dev.countersign.client.ClientId;
import dev.countersign.client.ExpiryCounts;
import dev.countersign.client.TokenRules;
import dev.countersign.manage.ArchiveFormat;
import dev.countersign.manage.ImportFormat;
import dev.countersign.manage.KeyPairOrder;
import dev.countersign.secret.RandomSecretIssuer;
import dev.countersign.text.JsonNull;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The description of the interface against the code: paths, parameters, members, and what really comes back. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OpenApiTest {

    private static final Pattern VARIABLE = Pattern.compile("\\{([a-z]+)}");

    /** They only look, or what they remove may be gone already: the state of a client does not stand against them. */
    private static final Set<String> WITHOUT_CONFLICT = Set.of(
            "POST /bulk",
            "POST /leaked",
            "POST /clients/{client}/try",
            "POST /key-sets/fetch",
            "POST /certificate-subjects");

    private AdminServer server;
    private Exchange script;
    private OpenApi api;

    @BeforeAll
    void start() throws Exception {
        server = new AdminServer();
        script = server.asScript();
        api = new OpenApi(script.get("/admin/openapi.json").json());
    }

    @AfterAll
    void stop() throws Exception {
        server.close();
    }

    @Test
    void itHasExactlyTheRoutes() {
        Map<String, Object> described = new TreeMap<>();
        eachOperation((route, operation) -> described.put(route, operation.get("summary")));
        Map<String, Object> served = new TreeMap<>();
        server.administration
                .routes()
                .routes()
                .forEach(route -> served.put(route.method() + " " + route.template(), route.summary()));

        assertThat(described).isEqualTo(served);
    }

    @Test
    void itHasExactlyTheParameters() {
        Map<String, Set<String>> served = new TreeMap<>();
        for (Route route : server.administration.routes().routes()) {
            Set<String> names = new TreeSet<>(route.query());
            VARIABLE.matcher(route.template()).results().forEach(found -> names.add(found.group(1)));
            served.put(route.method() + " " + route.template(), names);
        }
        Map<String, Set<String>> described = new TreeMap<>();
        eachOperation((route, operation) -> described.put(route, parameters(operation)));

        assertThat(described).isEqualTo(served);
    }

    @Test
    void everyCallTellsItsErrors() {
        eachOperation((route, operation) -> {
            Set<String> answers = OpenApi.object(operation, "responses").keySet();
            assertThat(answers).as(route).contains("400", "401", "403", "429", "500", "503");
            if (route.contains("{")) {
                assertThat(answers).as(route).contains("404");
            }
            if (route.contains("{client}")) {
                assertThat(answers).as(route).contains("412");
            }
            if (WITHOUT_CONFLICT.contains(route)) {
                assertThat(answers).as(route).contains("413", "415").doesNotContain("409");
            } else if (operation.containsKey("requestBody")) {
                assertThat(answers).as(route).contains("409", "413", "415");
            }
        });
    }

    @Test
    void everyTagAndSchemeIsThereOnce() {
        List<Object> tags = OpenApi.list(api.document(), "tags").stream()
                .map(tag -> OpenApi.object(tag).get("name"))
                .toList();
        Set<String> schemes = new TreeSet<>();
        OpenApi.list(api.document(), "security")
                .forEach(one -> schemes.addAll(OpenApi.object(one).keySet()));

        assertThat(tags).doesNotHaveDuplicates();
        eachOperation((route, operation) -> assertThat(tags).as(route).containsAll(OpenApi.list(operation, "tags")));
        assertThat(OpenApi.object(OpenApi.object(api.document(), "components"), "securitySchemes")
                        .keySet())
                .isEqualTo(schemes)
                .containsExactlyInAnyOrder("client", "token", "session");
    }

    /** Unknown members are refused. Those of a client depend on its method. */
    @Test
    void noRequestTakesMoreMembersThanAreDescribed() {
        Set<String> visited = new TreeSet<>();
        eachOperation((route, operation) -> OpenApi.object(OpenApi.object(operation, "requestBody"), "content")
                .forEach((type, content) -> {
                    Map<String, Object> schema = OpenApi.object(OpenApi.object(content), "schema");
                    String name = String.valueOf(schema.get("$ref")).replaceFirst(".*/", "");
                    if (!name.startsWith("Client")) {
                        visited.add(name);
                        assertThat(api.schema(name)).as(route).containsEntry("additionalProperties", false);
                    }
                }));

        assertThat(visited).contains("SecretRequest", "TrialRequest", "SigningKeyActivation", "KeyUpload");
    }

    @Test
    void itHasExactlyTheProblems() {
        Map<String, Object> type = OpenApi.object(OpenApi.object(api.schema("Problem"), "properties"), "type");

        assertThat(type.get("enum"))
                .isEqualTo(Arrays.stream(ProblemKind.values())
                        .map(ProblemKind::type)
                        .toList());
    }

    @Test
    void itHasExactlyTheMembersOfAClient() {
        Map<String, Object> properties = OpenApi.object(api.schema("Client"), "properties");
        Set<String> readOnly = new HashSet<>(properties.keySet());
        readOnly.removeIf(
                name -> !Boolean.TRUE.equals(OpenApi.object(properties, name).get("readOnly")));
        Set<String> members = new HashSet<>(ClientRepresentation.MEMBERS);
        members.remove("client_secret");

        assertThat(properties.keySet()).isEqualTo(members);
        // Keys can be declared, too.
        assertThat(readOnly).isEqualTo(Set.of("secrets", "version", "created_at", "updated_at", "links"));
        assertThat(representation()
                        .of(withAllRules(server.client("plain")), "/admin/clients/plain")
                        .keySet())
                .isEqualTo(members);
    }

    /** Those that have no value are left out of a representation. */
    private static Client withAllRules(Client client) {
        TokenRules rules = new TokenRules(
                List.of(), Optional.of(TokenRules.MIN_LIFETIME), true, true, Optional.of(AdminServer.START));
        return client.with(
                client.profile().with(rules).with(new AccessRules(true, List.of("10.0.0.0/8"), Optional.of("list"))));
    }

    @Test
    void itHasExactlyTheMembersOfASecretRequest() {
        Set<String> described =
                OpenApi.object(api.schema("SecretRequest"), "properties").keySet();

        assertThat(described).contains("unused_for", "at_latest");
        for (String name : described) {
            Problem problem = catchThrowableOfType(
                            ProblemException.class, () -> SecretRequest.of(Map.of(name, JsonNull.NULL)))
                    .problem();
            assertThat(problem.detail()).doesNotContain("Unknown member");
        }
    }

    @Test
    void aChangeHasTheMembersOfAClient() {
        assertThat(OpenApi.object(api.schema("ClientPatch"), "properties").keySet())
                .isEqualTo(OpenApi.object(api.schema("Client"), "properties").keySet());
    }

    /** The other way about, what is described here is what the call takes. */
    @Test
    void itHasExactlyTheMembersOfADeclaredKey() throws Exception {
        script.post("/admin/clients", "{\"client_id\":\"keys\",\"token_endpoint_auth_method\":\"private_key_jwt\"}");
        Map<String, Object> key = new LinkedHashMap<>();
        key.put("pem", "key k");
        key.put("kid", "one");
        key.put("alias", "first");
        key.put("alg", "RS256");
        key.put("expires_at", "2027-01-01T00:00:00Z");

        assertThat(OpenApi.object(api.schema("DeclaredKey"), "properties").keySet())
                .isEqualTo(key.keySet());
        assertThat(api.mismatches("DeclaredKey", key)).isEmpty();
        assertThat(declare(key).status()).isEqualTo(200);
        key.put("size", 2048L);
        assertThat(declare(key).status()).isEqualTo(400);
        assertThat(api.mismatches("ClientPatch", Map.of("certificates", List.of(key))))
                .isNotEmpty();
    }

    private Reply declare(Map<String, Object> key) throws Exception {
        byte[] patch = JsonText.of(Map.of("certificates", List.of(key)));
        return script.patch("/admin/clients/keys", new String(patch, StandardCharsets.UTF_8), "*");
    }

    @Test
    void aSecretRequestHasTheLimitsOfAChosenSecret() {
        Map<String, Object> secret =
                OpenApi.object(OpenApi.object(api.schema("SecretRequest"), "properties"), "secret");

        assertThat(secret)
                .containsEntry("minLength", (long) RandomSecretIssuer.MIN_CHOSEN_CHARS)
                .containsEntry("maxLength", (long) RandomSecretIssuer.MAX_CHOSEN_CHARS);
    }

    @Test
    void itHasExactlyTheMembersOfATrialRequest() {
        Set<String> described =
                OpenApi.object(api.schema("TrialRequest"), "properties").keySet();

        assertThat(described)
                .isEqualTo(Arrays.stream(TrialRequest.class.getRecordComponents())
                        .map(RecordComponent::getName)
                        .collect(Collectors.toSet()));
    }

    @Test
    void itHasExactlyTheMembersOfAKeyPairRequest() {
        Map<String, Object> described = OpenApi.object(api.schema("KeyPairRequest"), "properties");
        Map<String, Object> values = new LinkedHashMap<>();
        described.keySet().forEach(name -> values.put(name, "x".repeat(KeyPairOrder.MIN_PASSWORD_CHARS)));
        values.put("key_size", 2048L);
        values.put("algorithm", "RSA");
        values.put("format", "JKS");
        values.put("validity", "P1D");

        try (KeyPairOrder order = KeyPairRequest.read(values, new ClientId("c"), Duration.ofDays(1))) {
            assertThat(described.keySet()).hasSize(11).containsAll(OlderCredentials.MEMBERS);
            assertThat(order.keyPassword()).isPresent();
        }
        for (String password : List.of("store_password", "key_password")) {
            assertThat(OpenApi.object(described, password))
                    .containsEntry("minLength", (long) KeyPairOrder.MIN_PASSWORD_CHARS)
                    .containsEntry("maxLength", (long) KeyPairOrder.MAX_PASSWORD_CHARS);
        }
        assertThat(OpenApi.object(described, "format").get("enum")).isEqualTo(names(ArchiveFormat.values()));
    }

    @Test
    void itHasExactlyThePartsOfAnUpload() {
        Map<String, Object> described = OpenApi.object(api.schema("KeyUpload"), "properties");

        assertThat(described.keySet()).isEqualTo(UploadForm.PARTS);
        assertThat(OpenApi.object(described, "format").get("enum")).isEqualTo(names(ImportFormat.values()));
    }

    private static List<Object> names(Enum<?>[] values) {
        return Arrays.stream(values).<Object>map(Enum::name).toList();
    }

    @Test
    void realAnswersLookAsDescribed() throws Exception {
        Map<String, Reply> replies = new LinkedHashMap<>();
        replies.put("CreatedClient", script.post("/admin/clients", api.requestExample("/clients", "post")));
        replies.put(
                "CreatedSecret",
                script.post("/admin/clients/billing/secrets", api.requestExample("/clients/{client}/secrets", "post")));
        replies.put("Client", script.patch("/admin/clients/billing", "{\"enabled\":false}", "*"));
        script.post("/admin/clients", "{\"client_id\":\"signer\",\"token_endpoint_auth_method\":\"private_key_jwt\"}");
        replies.put(
                "ImportedKeys",
                script.upload(
                        "/admin/clients/signer/certificates", Upload.of("CERTIFICATE_PEM", "certificate a\nkey b")));
        replies.put(
                "ChangedClient",
                script.patch("/admin/clients/signer", "{\"jwks_uri\":\"https://client.example/k\"}", "*"));
        replies.put("ClientList", script.get("/admin/clients?limit=1"));
        replies.put("AuthenticatorList", script.get("/admin/authenticators"));
        script.post("/admin/clients/billing/secrets", "{\"lifetime\":\"P1D\"}");
        replies.put("ExpiringList", script.get("/admin/expiring"));
        replies.put(
                "CertificateSubjects",
                script.post(
                        "/admin/certificate-subjects",
                        "{\"certificate\":" + PlainAuthority.quoted(server.authority.issue("CN=app")) + "}"));
        String keys = "/admin/clients/billing/key-cache";
        replies.put(
                "TrialReport",
                script.post("/admin/clients/billing/try", api.requestExample("/clients/{client}/try", "post")));
        replies.put("KeyCache", script.send("POST", keys + "/refresh", ""));
        replies.put("SigningKey", script.send("POST", "/admin/signing-keys", ""));
        String activation = api.requestExample("/signing-keys/{kid}/activate", "post");
        assertThat(script.post("/admin/signing-keys/kid-1/activate", activation).status())
                .isEqualTo(200);
        script.send("POST", "/admin/signing-keys", "");
        script.post("/admin/signing-keys/kid-2/activate", activation);
        replies.put("SigningKeyList", script.get("/admin/signing-keys"));
        replies.put("Cleared", script.send("DELETE", "/admin/key-cache", ""));
        replies.put("EventList", script.get("/admin/events?limit=2"));
        server.asNobody().get("/admin/clients");
        replies.put("RefusalList", script.get("/admin/refusals"));
        server.counts.set(new ExpiryCounts(1, 2, 3, 4, Optional.of(AdminServer.START)));
        replies.put("Statistics", script.get("/admin/statistics"));
        replies.put("Server", script.get("/admin/server"));
        replies.put("Caller", script.get("/admin/whoami"));
        replies.put("Problem", script.get("/admin/clients?limit=x"));

        replies.forEach((schema, reply) -> assertThat(api.mismatches(schema, reply.json()))
                .as(schema + ": " + reply.body())
                .isEmpty());
    }

    @Test
    void itsExamplesLookAsDescribed() {
        List<String> mismatches = new ArrayList<>();
        List<String> visited = new ArrayList<>();
        api.eachExample((schema, example) -> {
            visited.add(schema);
            mismatches.addAll(api.mismatches(schema, example));
        });

        assertThat(mismatches).isEmpty();
        assertThat(visited)
                .contains(
                        "Client", "CreatedSecret", "SecretRequest", "EventList", "KeyCache", "TrialReport", "Problem");
    }

    private ClientRepresentation representation() {
        return new ClientRepresentation(server.catalog, server.keys);
    }

    private Set<String> parameters(Map<String, Object> operation) {
        Set<String> names = new TreeSet<>();
        for (Object each : OpenApi.list(operation, "parameters")) {
            Map<String, Object> parameter = api.resolved(each);
            if (!"header".equals(parameter.get("in"))) {
                names.add(String.valueOf(parameter.get("name")));
            }
        }
        return names;
    }

    private void eachOperation(BiConsumer<String, Map<String, Object>> visitor) {
        api.paths()
                .forEach((path, item) -> OpenApi.object(item)
                        .forEach((method, operation) -> visitor.accept(
                                method.toUpperCase(Locale.ROOT) + " " + path, OpenApi.object(operation))));
    }
}
