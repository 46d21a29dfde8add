package dev.countersign.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.countersign.admin.Exchange.Reply;
import dev.countersign.client.AccessType;
import dev.countersign.client.AuditEvent;
import dev.countersign.client.AuthMethod;
import dev.countersign.client.Change;
import dev.countersign.client.Client;
import dev.countersign.client.ClientId;
import dev.countersign.client.ClientProfile;
import dev.countersign.client.Scopes;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientCallsTest {

    private AdminServer server;
    private Exchange script;

    @BeforeEach
    void start() throws Exception {
        server = new AdminServer();
        script = server.asScript();
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    @Test
    void aNewClientHasDefaultsAnIdAndASecretOnce() throws Exception {
        Reply reply = script.post("/admin/clients", "{}");

        assertThat(reply.status()).isEqualTo(201);
        String id = (String) reply.json().getOrDefault("client_id", "");
        assertThat(id).matches("[a-z2-9]{16}");
        assertThat(reply.json())
                .containsEntry("client_name", "")
                .containsEntry("access_type", "confidential")
                .containsEntry("enabled", true)
                .containsEntry("token_endpoint_auth_method", "client_secret_basic")
                .containsEntry("administrator", false)
                .containsEntry("version", 1L)
                .containsEntry("links", Map.of("self", "/countersign/admin/clients/" + id));
        assertThat(reply.header("ETag")).isEqualTo("\"1\"");
        assertThat(reply.header("Location")).isEqualTo("/countersign/admin/clients/" + id);
        assertThat((String) reply.json().get("client_secret")).startsWith(PlainSecrets.PLANT);
        assertThat(script.get("/admin/clients/" + id).json()).doesNotContainKey("client_secret");
        assertThat(server.registry.events(Optional.empty(), Optional.empty(), 1).items())
                .extracting(AuditEvent::actor, AuditEvent::action)
                .containsExactly(tuple("client:root", "client.create"));
    }

    @Test
    void everyMemberIsKept() throws Exception {
        Reply reply = script.post("/admin/clients", """
                {"client_id":"full","client_name":"Grüße <script>alert(1)</script> 日本","description":"d",
                 "access_type":"confidential","enabled":false,"token_endpoint_auth_method":"urn:example:seal",
                 "scope":"read write","audience":["https://api.example.com/"],"administrator":false,
                 "seal_colour":"red","seal_motto":"ora et labora"}""");

        assertThat(reply.status()).isEqualTo(201);
        assertThat(reply.json())
                .containsEntry("client_name", "Grüße <script>alert(1)</script> 日本")
                .containsEntry("enabled", false)
                .containsEntry("scope", "read write")
                .containsEntry("audience", List.of("https://api.example.com/"))
                .containsEntry("seal_colour", "red")
                .containsEntry("seal_motto", "ora et labora")
                .containsEntry("secrets", List.of())
                .doesNotContainKey("client_secret");
    }

    @Test
    void aClientIsMadeWithoutASecretOnDemand() throws Exception {
        Reply reply = script.post("/admin/clients", "{\"client_id\":\"later\",\"secrets\":[]}");

        assertThat(reply.status()).isEqualTo(201);
        assertThat(reply.json()).doesNotContainKey("client_secret").containsEntry("secrets", List.of());
        assertThat(script.get("/admin/clients/later").json()).containsEntry("secrets", List.of());
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "{}", "[{}]", "[\"chosen-by-a-person-and-long-enough\"]"})
    void aSecretIsNotSentWithANewClient(String secrets) throws Exception {
        Reply reply = script.post("/admin/clients", "{\"client_id\":\"later\",\"secrets\":" + secrets + "}");

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.json()).containsEntry("field", "secrets");
    }

    @Test
    void onlyAConfidentialClientGetsASecret() throws Exception {
        Reply reply = script.post("/admin/clients", "{\"client_id\":\"spa\",\"access_type\":\"public\"}");

        assertThat(reply.status()).isEqualTo(201);
        assertThat(reply.json()).doesNotContainKey("client_secret").containsEntry("secrets", List.of());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "client_id | \"\"",
                "client_id | \" x\"",
                "client_id | \"ü\"",
                "client_id | 7",
                "client_id | null",
                "client_name | 7",
                "client_name | \"a\\u0000b\"",
                "client_name | \"a\\nb\"",
                "client_name | [\"a\"]",
                "client_name | \"evil \\u202ex gnissim\"",
                "client_name | \"a\\u2066b\"",
                "client_name | \"a\\u2028b\"",
                "description | \"a\\u202bb\"",
                "description | \"\\u0085\"",
                "access_type | \"secret\"",
                "access_type | \"CONFIDENTIAL\"",
                "enabled | \"true\"",
                "enabled | 1",
                "token_endpoint_auth_method | \"urn:example:none\"",
                "token_endpoint_auth_method | \"\"",
                "token_endpoint_auth_method | \"a b\"",
                "scope | \"a  b\"",
                "scope | \"a\\\"b\"",
                "scope | [\"a\"]",
                "audience | \"https://api.example.com\"",
                "audience | [\"not a uri\"]",
                "audience | [\"https://api.example.com/#x\"]",
                "audience | [\"https://api.example.com/\",\"https://api.example.com/\"]",
                "audience | [{}]",
                "administrator | 1",
                "secrets | [{}]",
                "certificates | []",
                "version | 1",
                "client_secret | \"mine\"",
                "seal_colour | \"red\"",
                "jwks_uri | \"https://client.example.com/jwks\"",
                "no_such_member | true",
            })
    void aValueThatWillNotDoIs400AndNamed(String field, String value) throws Exception {
        Reply reply = script.post("/admin/clients", "{\"" + field + "\":" + value + "}");

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.field()).isEqualTo(field);
        assertThat(script.get("/admin/clients").items()).hasSize(3);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "seal_colour | {\"token_endpoint_auth_method\":\"urn:example:seal\"}",
                "seal_colour | {\"token_endpoint_auth_method\":\"urn:example:seal\",\"seal_colour\":\"blue\"}",
                "seal_motto | {\"token_endpoint_auth_method\":\"urn:example:seal\",\"seal_colour\":\"red\",\"seal_motto\":\"so!\"}",
            })
    void aMethodsPropertiesAreLookedAt(String field, String body) throws Exception {
        Reply reply = script.post("/admin/clients", body);

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.field()).isEqualTo(field);
    }

    @Test
    void marksAndJoinersThatScriptsNeedAreTaken() throws Exception {
        String name = "\u0645\u06CC\u200C\u062E\u0648\u0627\u0647\u0645 \u200F\uD83D\uDC69\u200D\uD83D\uDCBB";

        assertThat(script.post("/admin/clients", "{\"client_name\":\"" + name + "\"}")
                        .json())
                .containsEntry("client_name", name);
    }

    @Test
    void aClientWhoseNameWouldBeRefusedByNowIsStillDisabled() throws Exception {
        server.registry.create(
                new ClientId("turned"),
                new ClientProfile(
                        "a\u202Eb",
                        "",
                        AccessType.CONFIDENTIAL,
                        true,
                        AuthMethod.CLIENT_SECRET_BASIC,
                        Scopes.NONE,
                        List.of(),
                        false,
                        Map.of()),
                List.of(),
                new Change("system", "client.create", ""));

        assertThat(script.patch("/admin/clients/turned", "{\"enabled\":false}", "*")
                        .json())
                .containsEntry("enabled", false);
        assertThat(script.patch("/admin/clients/turned", "{\"client_name\":\"c\\u202Ed\"}", "*")
                        .field())
                .isEqualTo("client_name");
    }

    @Test
    void whatIsWrongWithAScopeIsASentence() throws Exception {
        assertThat(script.post("/admin/clients", "{\"scope\":\"a  b\"}").json())
                .containsEntry("detail", "A scope has visible ASCII characters only, without \" and \\.");
    }

    @Test
    void anIdThatIsTakenIs409() throws Exception {
        Reply reply = script.post("/admin/clients", "{\"client_id\":\"plain\"}");

        assertThat(reply.status()).isEqualTo(409);
        assertThat(reply.field()).isEqualTo("client_id");
    }

    @ParameterizedTest
    @ValueSource(strings = {".", "..", "a b", "a/b", "a%2Fb", "~x", "a;b=c", "a?b", "\\"})
    void anIdOfAnyCharactersHasAPath(String id) throws Exception {
        String quoted = id.replace("\\", "\\\\");
        Reply created = script.post("/admin/clients", "{\"client_id\":\"" + quoted + "\"}");
        String path = created.header("Location").substring("/countersign".length());

        assertThat(path).matches("/admin/clients/~[A-Za-z0-9_-]+");
        assertThat(script.get(path).json()).containsEntry("client_id", id);
        assertThat(script.delete(path, "\"1\"").status()).isEqualTo(204);
        assertThat(script.get(path).status()).isEqualTo(404);
    }

    @Test
    void whatWasReadCanBeSentBack() throws Exception {
        Reply read = script.get("/admin/clients/plain");

        Reply reply = script.put("/admin/clients/plain", read.body(), read.header("ETag"));

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.json()).isEqualTo(read.json());
        assertThat(reply.header("ETag")).isEqualTo("\"1\"");
    }

    @Test
    void aReplacementReplacesEverything() throws Exception {
        server.later(Duration.ofMinutes(1));
        Reply reply = script.put("/admin/clients/plain", """
                {"access_type":"confidential","enabled":true,"token_endpoint_auth_method":"client_secret_post",
                 "client_name":"New"}""", "\"1\"");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.json())
                .containsEntry("client_name", "New")
                .containsEntry("scope", "")
                .containsEntry("version", 2L)
                .containsEntry("updated_at", "2026-03-01T10:01:00Z");
        assertThat(reply.header("ETag")).isEqualTo("\"2\"");
        assertThat(server.client("plain").secrets()).hasSize(1);
        AuditEvent event = server.registry
                .events(Optional.empty(), Optional.empty(), 1)
                .items()
                .get(0);
        assertThat(event.action()).isEqualTo("client.update");
        assertThat(event.detail())
                .isEqualTo("client_name from \"plain\" to \"New\"; "
                        + "token_endpoint_auth_method from \"client_secret_basic\" to \"client_secret_post\"; "
                        + "scope from \"read countersign-admin\" to nothing");
    }

    @ParameterizedTest
    @ValueSource(strings = {"access_type", "enabled", "token_endpoint_auth_method"})
    void aReplacementSaysWhatIsNotForUsToDecide(String missing) throws Exception {
        String body = """
                {"access_type":"confidential","enabled":true,"token_endpoint_auth_method":"client_secret_basic"}""";
        Reply reply = script.put("/admin/clients/plain", body.replace("\"" + missing + "\"", "\"description\""), "*");

        assertThat(reply.status()).isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource({
        "client_id,\"other\"",
        "secrets,[]",
        "version,2",
        "created_at,\"2020-01-01T00:00:00Z\"",
        "links,{\"self\":\"x\"}",
        "secrets,7"
    })
    void readOnlyMembersStay(String field, String value) throws Exception {
        Reply reply = script.patch("/admin/clients/plain", "{\"" + field + "\":" + value + "}", "*");

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.field()).isEqualTo(field);
    }

    @Test
    void aPatchChangesWhatItNames() throws Exception {
        Reply reply = script.patch("/admin/clients/plain", "{\"description\":\"d\",\"client_name\":null}", "\"1\"");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.json())
                .containsEntry("description", "d")
                .containsEntry("client_name", "")
                .containsEntry("scope", "read countersign-admin");
    }

    @Test
    void aPatchOfTheMethodLetsItsPropertiesGo() throws Exception {
        script.patch(
                "/admin/clients/plain",
                "{\"token_endpoint_auth_method\":\"urn:example:seal\",\"seal_colour\":\"red\"}",
                "*");
        assertThat(server.client("plain").profile().properties()).containsEntry("seal_colour", "red");

        Reply reply =
                script.patch("/admin/clients/plain", "{\"token_endpoint_auth_method\":\"client_secret_basic\"}", "*");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(server.client("plain").profile().properties()).isEmpty();
    }

    @Test
    void aClientOfAMethodThatIsGoneCanStillBeSwitchedOff() throws Exception {
        server.registry.update(
                new ClientId("plain"),
                OptionalLong.empty(),
                client -> client.with(withMethod(client.profile(), new AuthMethod("urn:example:gone"))),
                new Change("system", "client.update", ""));

        Reply reply = script.patch("/admin/clients/plain", "{\"enabled\":false}", "*");

        assertThat(reply.status()).isEqualTo(200);
        ClientProfile profile = server.client("plain").profile();
        assertThat(profile.enabled()).isFalse();
        assertThat(profile.method().name()).isEqualTo("urn:example:gone");
        assertThat(profile.properties()).containsEntry("gone_colour", "blue");
    }

    private static ClientProfile withMethod(ClientProfile profile, AuthMethod method) {
        return new ClientProfile(
                profile.name(),
                profile.description(),
                profile.accessType(),
                profile.enabled(),
                method,
                profile.scopes(),
                profile.audience(),
                profile.administrator(),
                Map.of("gone_colour", "blue"));
    }

    @Test
    void credentialsStayWhenAClientIsNoLongerConfidential() throws Exception {
        script.patch("/admin/clients/plain", "{\"access_type\":\"public\"}", "*");

        Client client = server.client("plain");
        assertThat(client.profile().accessType()).isEqualTo(AccessType.PUBLIC);
        assertThat(client.secrets()).hasSize(1);
        assertThat(server.asNobody()
                        .header("Authorization", AdminServer.basic("plain", AdminServer.PLAIN_SECRET))
                        .get("/admin/whoami")
                        .status())
                .isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PUT", "PATCH", "DELETE"})
    void adm4_aChangeNamesTheVersionThatWasRead(String method) throws Exception {
        script.patch("/admin/clients/plain", "{\"description\":\"first\"}", "\"1\"");
        String body = script.get("/admin/clients/plain").body();
        String path = "/admin/clients/plain";

        assertThat(script.header("Content-Type", "application/json")
                        .send(method, path, body)
                        .status())
                .isEqualTo(428);
        for (String stale : List.of("\"1\"", "W/\"1\"", "\"1\", \"7\"", "\"\"", "\"22\"", "\"2-\"", "\"2-1\"")) {
            script.header("Content-Type", "application/json").header("If-Match", stale);
            assertThat(script.send(method, path, body).status()).isEqualTo(412);
        }
        for (String broken : List.of("2", "\"2", "\"1\" \"2\"", "*, \"2\"", ",")) {
            script.header("Content-Type", "application/json").header("If-Match", broken);
            assertThat(script.send(method, path, body).status()).isEqualTo(400);
        }
        assertThat(server.client("plain").profile().description()).isEqualTo("first");
        script.header("Content-Type", "application/json").header("If-Match", "\"1\", \"2\"");
        assertThat(script.send(method, path, body).status()).isIn(200, 204);
    }

    /** The tag is the version: the changes that proxies make to it are undone. */
    @ParameterizedTest(name = "{0}")
    @CsvFileSource(resources = "/vectors/etag/if-match.csv", delimiter = '|', quoteCharacter = '\'')
    void adm4_aVersionIsRecognizedAsProxiesWriteIt(String form, String tag, int status) throws Exception {
        script.patch("/admin/clients/plain", "{\"description\":\"first\"}", "\"1\"");

        Reply reply = script.patch("/admin/clients/plain", "{\"description\":\"second\"}", tag);

        assertThat(reply.status()).isEqualTo(status);
        assertThat(server.client("plain").profile().description()).isEqualTo(status == 200 ? "second" : "first");
    }

    @Test
    void adm4_anAnswerWithATagIsNotToBeCompressed() throws Exception {
        assertThat(script.get("/admin/clients/plain").header("Cache-Control")).isEqualTo("no-store, no-transform");
    }

    @Test
    void adm4_theSecondOfTwoAdministratorsIsTold() throws Exception {
        Reply first = script.get("/admin/clients/plain");
        Reply second = script.get("/admin/clients/plain");

        assertThat(script.patch("/admin/clients/plain", "{\"description\":\"1\"}", first.header("ETag"))
                        .status())
                .isEqualTo(200);
        assertThat(script.patch("/admin/clients/plain", "{\"client_name\":\"2\"}", second.header("ETag"))
                        .status())
                .isEqualTo(412);
        assertThat(server.client("plain").profile().name()).isEqualTo("plain");
    }

    @Test
    void adm6_aClientMakesNobodyAnAdministrator() throws Exception {
        assertThat(script.post("/admin/clients", "{\"client_id\":\"a\",\"administrator\":true}")
                        .status())
                .isEqualTo(403);
        Reply patched = script.patch("/admin/clients/plain", "{\"administrator\":true}", "*");
        assertThat(patched.status()).isEqualTo(403);
        assertThat(patched.field()).isEqualTo("administrator");
        String body =
                script.get("/admin/clients/plain").body().replace("\"administrator\":false", "\"administrator\":true");
        assertThat(script.put("/admin/clients/plain", body, "*").status()).isEqualTo(403);
        assertThat(server.client("plain").profile().administrator()).isFalse();
        assertThat(server.registry.find(new ClientId("a"))).isEmpty();
    }

    @Test
    void adm6_aPersonMakesAnAdministrator() throws Exception {
        Exchange person = server.asPerson("ada");

        assertThat(person.patch("/admin/clients/plain", "{\"administrator\":true}", "*")
                        .status())
                .isEqualTo(200);
        assertThat(person.post("/admin/clients", "{\"client_id\":\"new\",\"administrator\":true}")
                        .status())
                .isEqualTo(201);
        assertThat(server.registry
                        .events(Optional.empty(), Optional.empty(), 1)
                        .items()
                        .get(0)
                        .actor())
                .isEqualTo("person:ada");
    }

    @Test
    void adm6_theLastAdministratorStays() throws Exception {
        Exchange person = server.asPerson("ada");
        for (String change :
                List.of("{\"administrator\":false}", "{\"enabled\":false}", "{\"access_type\":\"public\"}")) {
            assertThat(person.patch("/admin/clients/root", change, "*").status())
                    .isEqualTo(409);
        }
        assertThat(person.delete("/admin/clients/root", "*").status()).isEqualTo(409);
        assertThat(server.client("root").version()).isEqualTo(1);
    }

    @Test
    void unknownClientsAre404() throws Exception {
        for (String path : List.of("unknown", "~", "~cGxhaW4", "~Lg==", "~LR", "-", "%20", "pla%C3%AFn")) {
            assertThat(script.get("/admin/clients/" + path).status()).isEqualTo(404);
        }
        assertThat(script.patch("/admin/clients/unknown", "{}", "*").status()).isEqualTo(404);
        assertThat(script.delete("/admin/clients/unknown", "\"1\"").status()).isEqualTo(404);
    }

    @Test
    void aListIsPagedByKeyAndSearched() throws Exception {
        for (int i = 0; i < 5; i++) {
            script.post("/admin/clients", "{\"client_id\":\"billing-" + i + "\"}");
        }
        Reply first = script.get("/admin/clients?limit=3&search=billing");
        assertThat(first.items())
                .extracting(item -> item.get("client_id"))
                .containsExactly("billing-0", "billing-1", "billing-2");
        Reply rest = script.get(
                "/admin/clients?limit=3&search=billing&after=" + first.json().get("next"));
        assertThat(rest.items()).extracting(item -> item.get("client_id")).containsExactly("billing-3", "billing-4");
        assertThat(rest.json()).doesNotContainKeys("next", "total");
        assertThat(first.json()).doesNotContainKey("total");
        Reply all = script.get("/admin/clients?limit=3");
        assertThat(all.json()).containsEntry("total", 8L);
        assertThat(script.get("/admin/clients?limit=3&after=" + all.json().get("next"))
                        .json())
                .doesNotContainKey("total");
        assertThat(script.get("/admin/clients?search=gr%C3%BC").items()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "limit=0,limit",
        "limit=201,limit",
        "limit=-1,limit",
        "limit=x,limit",
        "limit=1e2,limit",
        "after=made-up,after",
        "search=%00,search",
        "limit=1&limit=2,limit",
        "serach=x,serach",
        "search=%zz,''",
        "search=%C0%AE,''",
        "search=%2,''"
    })
    void aQueryThatWillNotDoIs400(String query, String field) throws Exception {
        // The client library refuses to send these, but others do send them.
        int status = RawRequest.status(server, "GET /countersign/admin/clients?" + query);

        assertThat(status).isEqualTo(400);
        if (Stream.of("%zz", "%C0", "%2").noneMatch(query::contains)) {
            assertThat(script.get("/admin/clients?" + query).field()).isEqualTo(field);
        }
    }

    @Test
    void gen8_errorsAreProblems() throws Exception {
        Exchange json = script;
        List<Reply> replies = List.of(
                json.get("/admin/nothing"),
                json.send("DELETE", "/admin/clients", ""),
                json.post("/admin/clients", "{"),
                json.header("Content-Type", "text/plain").send("POST", "/admin/clients", "{}"),
                json.header("Content-Type", "application/json; charset=utf-16").send("POST", "/admin/clients", "{}"),
                json.send("POST", "/admin/clients", "{}"),
                json.post("/admin/clients", " ".repeat(65537)),
                json.header("Content-Type", "application/json")
                        .send(
                                "POST",
                                "/admin/clients",
                                "{\"client_name\":\"\u00e4\"}".getBytes(StandardCharsets.ISO_8859_1)));

        assertThat(replies).extracting(Reply::status).containsExactly(404, 405, 400, 415, 415, 415, 413, 400);
        assertThat(replies).allSatisfy(reply -> {
            assertThat(reply.header("Content-Type")).startsWith("application/problem+json");
            assertThat(reply.header("Cache-Control")).isEqualTo("no-store");
            assertThat(reply.json())
                    .containsEntry("status", (long) reply.status())
                    .containsKeys("type", "title", "detail");
        });
        assertThat(replies.get(1).header("Allow")).isEqualTo("GET, HEAD, OPTIONS, POST");
    }

    @Test
    void gen11_aDefectIs500WithoutInternals() throws Exception {
        Exchange person = server.asPerson("ada");
        server.registry.failWith(Optional.of(new IllegalStateException("internals")));

        Reply reply = person.get("/admin/clients");

        assertThat(reply.status()).isEqualTo(500);
        assertThat(reply.header("Content-Type")).startsWith("application/problem+json");
        assertThat(reply.body()).doesNotContain("internals", "Exception", "at dev.");
    }

    @Test
    void headAndOptionsAreAnswered() throws Exception {
        Reply head = script.send("HEAD", "/admin/clients/plain", "");
        Reply options = script.send("OPTIONS", "/admin/clients/plain", "");

        assertThat(head.status()).isEqualTo(200);
        assertThat(head.header("ETag")).isEqualTo("\"1\"");
        assertThat(options.status()).isEqualTo(204);
        assertThat(options.header("Allow")).isEqualTo("DELETE, GET, HEAD, OPTIONS, PATCH, PUT");
    }
}
