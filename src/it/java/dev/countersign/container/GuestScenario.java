package dev.countersign.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.it.Administrator;
import dev.countersign.it.RawRequest;
import dev.countersign.it.Visitor;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Another application with our jar inside, beside {@code countersign.war} and on the same store, on every
 * server alike.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class GuestScenario {

    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String ADMINISTRATOR = "bootstrap-of-the-guests-0123456789abcdef";
    private static final String INVOICES = "https://invoices.example";
    private static final String METADATA = "https://invoices.example/.well-known/oauth-protected-resource";
    private static final Duration A_SECOND_AND_A_MARGIN = Duration.ofSeconds(3);
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private Container server;
    private Administrator script;
    private Visitor visitor;
    private String secret;
    private String basic;

    /** A server in this empty folder, not started yet. */
    abstract Container server(Path empty);

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        server = server(Files.createDirectory(folder.resolve("server"))).with("bootstrapAdminSecret", ADMINISTRATOR);
        Path plugIn = ExamplePlugIn.build(Files.createDirectory(folder.resolve("plug-in")));
        server.plugIn(plugIn);
        Path war = new GuestApplication()
                .withLibrary(plugIn)
                .with(GuestApplication.filter("anybody", "/any/*", ""))
                .with(GuestApplication.filter("orderers", "/orders/*", "orders:write"))
                .with(GuestApplication.filter("exact", "/exact", ""))
                .with(GuestApplication.filter("reports", "*.report", ""))
                .with(GuestApplication.filter("secrets", "/secrets/*", Map.of("methods", "client_secret_basic")))
                .with(GuestApplication.filter(
                        "tokens",
                        "/tokens/*",
                        Map.of(
                                "methods",
                                "bearer",
                                "scope",
                                "invoices:read",
                                "audience",
                                INVOICES,
                                "resourceMetadata",
                                METADATA)))
                .writeTo(folder.resolve("invoices.war"));
        server.start();
        visitor = deployed(war, "guest");
        script = new Administrator(server.url(), ADMINISTRATOR);
        secret = script.register("\"client_id\":\"billing\",\"scope\":\"invoices:read invoices:list\"");
        basic = Visitor.basic("billing", secret);
    }

    private Visitor deployed(Path war, String name) throws Exception {
        server.deploy(war, name);
        Visitor guest = new Visitor(server.origin() + '/' + name);
        long start = System.nanoTime();
        while (guest.get("/open/echo/x").statusCode() != 200) {
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .as(server.log())
                    .isLessThan(PATIENCE);
        }
        return guest;
    }

    @AfterAll
    void stop() {
        server.close();
    }

    private String get(String path) throws IOException, InterruptedException {
        return visitor.get(path, "Authorization", basic).body();
    }

    private String form(String path, String rest) throws IOException, InterruptedException {
        return visitor.post(path, FORM, "client_id=billing&client_secret=" + secret + rest)
                .body();
    }

    @Test
    void aClientOfTheConsolePassesHereAndNobodyElse() throws Exception {
        assertThat(visitor.get("/open/echo/x").body()).isEqualTo("[REQUEST null inside]");
        HttpResponse<String> nobody = visitor.get("/api/echo/x");
        assertThat(nobody.statusCode()).isEqualTo(401);
        assertThat(nobody.headers().firstValue("WWW-Authenticate")).contains("Basic realm=\"countersign\"");
        assertThat(get("/api/echo/x")).isEqualTo("[REQUEST billing inside]");
        assertThat(visitor.get("/api/echo/x", "Authorization", Visitor.basic("billing", "wrong"))
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void theApplicationSeesTheClient() throws Exception {
        assertThat(get("/api/echo/client"))
                .isEqualTo(
                        "[REQUEST billing dev.countersign.http.ClientPrincipal client_secret_basic billing true false]");
    }

    @Test
    void aScopeThatTheClientWasNotGivenKeepsItOut() throws Exception {
        HttpResponse<String> refused = visitor.get("/orders/echo/x", "Authorization", basic);
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.body()).contains("insufficient_scope");
    }

    /** A new token of a client that may name our own application and this one. */
    private String token(String id, String parameters) throws Exception {
        String fetching = script.register("\"client_id\":\"" + id
                + "\",\"scope\":\"invoices:read invoices:list\",\"audience\":[\"" + INVOICES + "\"]");
        HttpResponse<String> answer = new Visitor(server.url())
                .post(
                        "/token",
                        FORM,
                        "grant_type=client_credentials" + parameters,
                        "Authorization",
                        Visitor.basic(id, fetching));
        return TokenCalls.accessToken(answer);
    }

    private HttpResponse<String> bearing(String token, String path) throws Exception {
        return visitor.get(path, "Authorization", "Bearer " + token);
    }

    @Test
    void bea3_aTokenPassesAtTheAudienceThatTheMappingNames() throws Exception {
        String token = token("token-of-invoices", "");
        String issuers = token("token-of-the-issuer", "&resource=" + server.url());

        assertThat(bearing(token, "/tokens/echo/x").body()).isEqualTo("[REQUEST token-of-invoices inside]");
        assertThat(bearing(token, "/tokens/echo/client").body()).contains(" bearer ");
        assertThat(bearing(token, "/tokens/echo/headers").body()).endsWith("all []]");
        HttpResponse<String> refused = bearing(issuers, "/tokens/echo/x");
        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(refused.headers().allValues("WWW-Authenticate"))
                .containsExactly("Bearer realm=\"countersign\", error=\"invalid_token\", scope=\"invoices:read\","
                        + " resource_metadata=\"" + METADATA + "\"");
        // Without an init-param it is the issuer.
        assertThat(bearing(issuers, "/api/echo/x").body()).isEqualTo("[REQUEST token-of-the-issuer inside]");
        assertThat(bearing(token, "/api/echo/x").statusCode()).isEqualTo(401);
    }

    @Test
    void bea2_whoHasNoTokenIsToldWhereToGetOne() throws Exception {
        HttpResponse<String> nobody = visitor.get("/tokens/echo/x");
        assertThat(nobody.statusCode()).isEqualTo(401);
        assertThat(nobody.headers().allValues("WWW-Authenticate"))
                .containsExactly("Bearer realm=\"countersign\", scope=\"invoices:read\", resource_metadata=\""
                        + METADATA + "\"");
        assertThat(visitor.get("/tokens/echo/x", "Authorization", basic).statusCode())
                .as("a secret is not admitted here")
                .isEqualTo(401);
    }

    @Test
    void bea3_theTokensScopeCountsAndNotTheClients() throws Exception {
        HttpResponse<String> refused = bearing(token("token-to-list", "&scope=invoices:list"), "/tokens/echo/x");
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.body()).contains("\"insufficient_scope\"");
        assertThat(refused.headers().allValues("WWW-Authenticate"))
                .containsExactly("Bearer realm=\"countersign\", error=\"insufficient_scope\","
                        + " scope=\"invoices:read\", resource_metadata=\"" + METADATA + "\"");
    }

    @Test
    void bea3_whereTheMethodsDoNotListItNoTokenPasses() throws Exception {
        String token = token("token-for-a-secret", "&resource=" + server.url());
        HttpResponse<String> refused = bearing(token, "/secrets/echo/x");
        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(refused.body()).contains("\"invalid_client\"");
        assertThat(refused.headers().allValues("WWW-Authenticate")).containsExactly("Basic realm=\"countersign\"");
        assertThat(visitor.get("/secrets/echo/x", "Authorization", basic).body())
                .isEqualTo("[REQUEST billing inside]");
    }

    /** GEN-15: a further mapping looks at the token again. */
    @Test
    void gen15_aTokenOfOneMappingIsNoneOfAnother() throws Exception {
        String issuers = token("token-on-the-way", "&resource=" + server.url());
        assertThat(bearing(issuers, "/any/go/forward?to=/api/echo/x").body())
                .isEqualTo("[FORWARD token-on-the-way inside]");
        for (String mapping : new String[] {"/tokens/echo/x", "/secrets/echo/x"}) {
            HttpResponse<String> refused = bearing(issuers, "/any/go/forward?to=" + mapping);
            assertThat(refused.statusCode()).as(mapping).isIn(401, 403);
            assertThat(refused.body()).doesNotContain("inside");
        }
        assertThat(visitor.get("/any/go/forward?to=/tokens/echo/x", "Authorization", basic)
                        .body())
                .doesNotContain("inside");
    }

    @Test
    void whatIsRevokedInTheConsoleIsRefusedHereWithinASecond() throws Exception {
        String ended = script.register("\"client_id\":\"leaver\",\"scope\":\"invoices:read\"");
        String authorization = Visitor.basic("leaver", ended);
        assertThat(visitor.get("/api/echo/x", "Authorization", authorization).statusCode())
                .isEqualTo(200);
        assertThat(script.delete("/clients/leaver/secrets/" + script.secretId("leaver"))
                        .statusCode())
                .isEqualTo(204);
        long start = System.nanoTime();
        while (visitor.get("/api/echo/x", "Authorization", authorization).statusCode() != 401) {
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(PATIENCE);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(A_SECOND_AND_A_MARGIN);
    }

    @Test
    void sec10_theApplicationCannotReadTheCredential() throws Exception {
        assertThat(get("/any/echo/headers")).isEqualTo("[REQUEST billing named false first null all []]");
        assertThat(form("/any/echo/parameters?customer=1", "&customer=2"))
                .isEqualTo("[REQUEST billing {client_id=billing, customer=1,2} null 1 customer=1]");
        assertThat(form("/any/echo/stream", "&customer=2")).isEqualTo("[REQUEST billing client_id=billing&customer=2]");
        assertThat(form("/any/echo/reader", "&customer=2")).isEqualTo("[REQUEST billing client_id=billing&customer=2]");
        assertThat(form("/any/echo/length", "&customer=2")).isEqualTo("[REQUEST billing 28 28]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"stream", "reader"})
    void gen05_aBodyThatIsNoFormIsNotTouched(String how) throws Exception {
        String json = "{\"client_secret\":\"not one of ours\"}";
        assertThat(visitor.post("/any/echo/" + how, "application/json", json, "Authorization", basic)
                        .body())
                .isEqualTo("[REQUEST billing " + json + "]");
    }

    @Test
    void gen06_anUploadIsNotTouched() throws Exception {
        String body = """
                --b
                Content-Disposition: form-data; name="note"

                late
                --b
                Content-Disposition: form-data; name="file"; filename="a"

                paid
                --b--
                """.replace("\n", "\r\n");
        assertThat(visitor.post("/any/echo/part", "multipart/form-data; boundary=b", body, "Authorization", basic)
                        .body())
                .isEqualTo("[REQUEST billing paid late]");
    }

    @Test
    void gen14_whatTheApplicationThrowsIsItsOwn() throws Exception {
        HttpResponse<String> thrown = visitor.get("/any/go/throw", "Authorization", basic);
        assertThat(thrown.statusCode()).isEqualTo(500);
        assertThat(thrown.body()).startsWith("[ERROR ").endsWith(" inside]");
        assertThat(visitor.get("/any/go/error?to=410", "Authorization", basic).statusCode())
                .isEqualTo(410);
    }

    @ParameterizedTest
    @CsvSource({
        "/open/go/forward?to=/any/echo/x, [FORWARD billing inside]",
        "/open/go/include?to=/any/echo/x, before [INCLUDE billing inside] after",
        "/open/go/dispatch?to=/any/echo/x, [ASYNC billing inside]",
        "/any/go/forward?to=/any/echo/x, [FORWARD billing inside]",
        "/any/go/forward?to=/api/echo/x, [FORWARD billing inside]",
        "/any/go/include?to=/api/echo/x, before [INCLUDE billing inside] after",
        "/any/go/dispatch?to=/api/echo/x, [ASYNC billing inside]",
        "/any/go/here, [ASYNC billing null]",
        "/any/go/thread, [REQUEST billing null]",
        "/any/go/dispatch?to=/open/echo/headers, [ASYNC billing named false first null all []]",
        "/any/go/forward?to=/open/echo/headers, [FORWARD billing named false first null all []]"
    })
    void gen15_aGrantHoldsForWhicheverWayTheRequestGoesOn(String path, String seen) throws Exception {
        assertThat(get(path)).isEqualTo(seen);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/open/go/forward?to=/any/echo/x",
                "/open/go/include?to=/any/echo/x",
                "/open/go/dispatch?to=/any/echo/x",
                "/open/go/error?to=409"
            })
    void gen15_noWayLeadsRoundTheFilter(String path) throws Exception {
        assertThat(visitor.get(path).body()).doesNotContain("[");
    }

    @ParameterizedTest
    @ValueSource(strings = {"forward", "include", "dispatch"})
    void gen15_aGrantOfAnotherMappingIsNotEnough(String way) throws Exception {
        HttpResponse<String> refused = visitor.get("/any/go/" + way + "?to=/orders/echo/x", "Authorization", basic);
        assertThat(refused.body()).doesNotContain("inside");
        if (way.equals("include")) {
            assertThat(refused.body()).isEqualTo("before  after");
        } else {
            assertThat(refused.statusCode()).isEqualTo(403);
        }
    }

    @Test
    void gen15_anErrorPageBehindTheFilterKnowsTheClient() throws Exception {
        HttpResponse<String> page = visitor.get("/any/go/error?to=409", "Authorization", basic);
        assertThat(page.statusCode()).isEqualTo(409);
        assertThat(page.body()).isEqualTo("[ERROR billing named false first null all []]");
        HttpResponse<String> fromOutside = visitor.get("/open/go/error?to=409", "Authorization", basic);
        assertThat(fromOutside.body()).isEqualTo("[ERROR billing named false first null all []]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/guest/any/echo/x",
                "/guest//any/echo/x",
                "//guest/any/echo/x",
                "/guest/any//echo/x",
                "/guest/any;x=y/echo/x",
                "/guest;x=y/any/echo/x",
                "/guest/any/echo;jsessionid=1/x",
                "/guest/./any/echo/x",
                "/guest/open/../any/echo/x",
                "/guest/open/..;/any/echo/x",
                "/guest/open/..;x=y/any/echo/x",
                "/guest/%61ny/echo/x",
                "/guest/open/%2e%2e/any/echo/x",
                "/guest/%2e/any/echo/x",
                "/guest/open%2f..%2fany/echo/x",
                "/guest/open/%252e%252e/any/echo/x",
                "/guest%2fany/echo/x",
                "/guest/any%2fecho/x",
                "/guest/any/echo%2fx",
                "/guest/open\\..\\any\\echo\\x",
                "/guest\\any/echo/x",
                "/guest/any%5cecho/x",
                "/guest/any%00/echo/x",
                "/guest/ANY/echo/x",
                "/guest/any%20/echo/x",
                "/guest/%c0%afany/echo/x",
                "/guest/exact",
                "/guest/exact/",
                "/guest/exact;x=y",
                "/guest//exact",
                "/guest/%65xact",
                "/guest/exact%2f",
                "/guest/exact%00",
                "/guest/monthly.report",
                "/guest/monthly.report;x=y",
                "/guest/monthly.report/",
                "/guest/monthly%2ereport",
                "/guest/a/b/..;/monthly.report",
                "/guest/monthly.report%00",
                "/guest/monthly.report%3bx=y"
            })
    void gen17_noSpellingOfAPathGetsInside(String path) throws Exception {
        for (String method : new String[] {"GET", "POST", "OPTIONS", "TRACE", "FOO"}) {
            String answer = RawRequest.send(
                    server.port(),
                    method + " " + path + " HTTP/1.1",
                    "Host: localhost",
                    "Content-Length: 0",
                    "X-HTTP-Method-Override: GET",
                    "X-Original-URL: /guest/open/echo/x",
                    "X-Rewrite-URL: /guest/open/echo/x");
            assertThat(answer).startsWith("HTTP/1.1 ").doesNotContain("inside]");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/any/echo/x", "/exact", "/monthly.report", "/any/echo/x;y=z"})
    void gen17_eachKindOfMappingLetsTheClientIn(String path) throws Exception {
        assertThat(get(path)).isEqualTo("[REQUEST billing inside]");
    }

    @Test
    void gen17_aKeptAliveConnectionWorksOnAfterARefusal() throws Exception {
        String answers = RawRequest.send(
                server.port(),
                "POST /guest/any/echo/stream HTTP/1.1",
                "Host: localhost",
                "Content-Type: application/json",
                "Content-Length: 4",
                "",
                "noneGET /guest/any/echo/x HTTP/1.1",
                "Host: localhost",
                "Authorization: " + basic);
        assertThat(answers).startsWith("HTTP/1.1 401").contains("HTTP/1.1 200").contains("[REQUEST billing inside]");
    }

    @Test
    void aPlugInsMethodIsOneOfTheList() throws Exception {
        assertThat(script.get("/authenticators").body())
                .contains("\"method\":\"" + ExamplePlugIn.METHOD + "\"", "\"name\":\"example_public_key\"");
        HttpResponse<String> refused = script.post(
                "/clients",
                "{\"client_id\":\"keyless\",\"token_endpoint_auth_method\":\"" + ExamplePlugIn.METHOD
                        + "\",\"example_public_key\":\"none\"}");
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body()).contains("This is no Ed25519 public key.");
    }

    /** Why refused? */
    private String tried(String authorization) throws Exception {
        HttpResponse<String> answer =
                script.post("/clients/clock/try", "{\"authorization\":\"" + authorization + "\"}");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer.body();
    }

    @Test
    void aClientPassesByAPlugInsMethodAndByNoOther() throws Exception {
        ExamplePlugIn client = new ExamplePlugIn();
        HttpResponse<String> created = script.post(
                "/clients",
                "{\"client_id\":\"clock\",\"token_endpoint_auth_method\":\"" + ExamplePlugIn.METHOD
                        + "\",\"example_public_key\":\"" + client.publicKey() + "\"}");
        assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
        long now = InstantSource.system().instant().getEpochSecond();
        String right = client.authorization("clock", now);
        Visitor sentry = new Visitor(server.url());

        HttpResponse<String> granted = sentry.get("/verify", "Authorization", right);
        assertThat(granted.statusCode()).isEqualTo(204);
        assertThat(granted.headers().firstValue("X-Client-Auth-Method")).contains(ExamplePlugIn.METHOD);
        assertThat(visitor.get("/any/echo/headers", "Authorization", right).body())
                .isEqualTo("[REQUEST clock named false first null all []]");

        HttpResponse<String> wrong =
                sentry.get("/verify", "Authorization", new ExamplePlugIn().authorization("clock", now));
        assertThat(wrong.statusCode()).isEqualTo(401);
        assertThat(wrong.headers().firstValue("WWW-Authenticate")).contains("Example-Time realm=\"countersign\"");
        assertThat(sentry.get("/verify", "Authorization", client.authorization("clock", now - 600))
                        .statusCode())
                .isEqualTo(401);
        assertThat(sentry.get("/verify", "Authorization", client.authorization("billing", now))
                        .statusCode())
                .isEqualTo(401);
        assertThat(visitor.get("/any/echo/x", "Authorization", "Example-Time clock")
                        .statusCode())
                .isEqualTo(400);
        assertThat(tried(right)).startsWith("{\"outcome\":\"granted\"").contains("example_signature", "example_time");
        assertThat(tried(client.authorization("clock", now - 600)))
                .startsWith("{\"outcome\":\"refused\"")
                .contains("{\"id\":\"example_time\",\"result\":\"failed\"");
        assertThat(tried(new ExamplePlugIn().authorization("clock", now)))
                .contains("{\"id\":\"example_signature\",\"result\":\"failed\"");
        assertThat(tried("Example-Time clock"))
                .contains("{\"id\":\"form\",\"result\":\"failed\"", "the signed time is malformed");
        // Two methods at once.
        HttpResponse<String> both =
                visitor.post("/any/echo/x", FORM, "client_id=clock&client_secret=" + secret, "Authorization", right);
        assertThat(both.statusCode()).isEqualTo(400);
    }

    @Test
    void withoutTheServerItStartsByItselfAndMakesTheTables(@TempDir Path folder) throws Exception {
        Path war = new GuestApplication()
                .with(GuestApplication.filter("anybody", "/any/*", ""))
                .writeTo(folder.resolve("invoices.war"));
        try (Container alone = server(folder.resolve("server")).of(war).with("bootstrapAdminSecret", ADMINISTRATOR)) {
            alone.start();
            Visitor guest = new Visitor(alone.url());
            String admin = Visitor.basic("admin", ADMINISTRATOR);
            assertThat(guest.get("/any/echo/x", "Authorization", admin).body())
                    .as(alone.log())
                    .isEqualTo("[REQUEST admin inside]");
            assertThat(guest.get("/any/echo/x").statusCode()).isEqualTo(401);
            assertThat(guest.get("/api/echo/x", "Authorization", admin).statusCode())
                    .isEqualTo(403);
            for (String ours : new String[] {"/verify", "/admin/clients", "/console/", "/health/live"}) {
                assertThat(guest.get(ours, "Authorization", admin).statusCode())
                        .as(ours)
                        .isEqualTo(404);
            }
        }
    }

    @Tag("full")
    @ParameterizedTest
    @CsvSource(quoteCharacter = '\'', textBlock = """
            complete, 'xmlns="https://jakarta.ee/xml/ns/jakartaee" version="6.0" metadata-complete="true"', LISTENER
            older,    'xmlns="http://java.sun.com/xml/ns/javaee" version="3.0"',                           ''
            ordered,  'xmlns="https://jakarta.ee/xml/ns/jakartaee" version="6.0"',                         <absolute-ordering><name>countersign</name></absolute-ordering>
            """)
    void otherDescriptorsWillDo(String name, String webApp, String more, @TempDir Path folder) throws Exception {
        Path war = new GuestApplication()
                .declaredAs("<web-app " + webApp + ">")
                .with(more.equals("LISTENER") ? GuestApplication.listener() : more)
                .writeTo(folder.resolve(name + ".war"));
        Visitor guest = deployed(war, name);
        assertThat(guest.get("/api/echo/x", "Authorization", basic).body()).isEqualTo("[REQUEST billing inside]");
        assertThat(guest.get("/api/echo/x").statusCode()).isEqualTo(401);
    }

    @Tag("full")
    @Test
    void whereTheListenerIsNotFoundNobodyPasses(@TempDir Path folder) throws Exception {
        Path war = new GuestApplication().with("<absolute-ordering/>").writeTo(folder.resolve("silent.war"));
        server.deploy(war, "silent");
        Visitor guest = new Visitor(server.origin() + "/silent");
        long start = System.nanoTime();
        do {
            HttpResponse<String> refused = guest.get("/api/echo/x", "Authorization", basic);
            assertThat(refused.statusCode()).isIn(404, 500, 503);
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .as(server.log())
                    .isLessThan(PATIENCE);
        } while (!server.log().contains("filter clients: Countersign has not started; its listener,"));
        // A server that looks at filters when they are needed serves the rest.
        assertThat(guest.get("/open/echo/x").statusCode()).isIn(200, 404, 503);
    }

    /** For the application's own people, who log in by the server's BASIC. */
    @Tag("full")
    @Test
    void peopleWhoLogInByBasicDoNotStopClients(@TempDir Path folder) throws Exception {
        Path war = GuestApplication.withPeopleByBasic().writeTo(folder.resolve("people.war"));
        Visitor guest = deployed(war, "people");
        String person = Visitor.basic(Container.PERSON, server.personsPassword());
        assertThat(guest.get("/people", "Authorization", person).body()).isEqualTo("[REQUEST admin inside]");
        assertThat(guest.get("/people", "Authorization", basic).statusCode()).isEqualTo(401);
        assertThat(guest.get("/api/echo/x", "Authorization", basic).statusCode())
                .isEqualTo(statusOfAClientBesideBasic());
    }

    /** Of the server's own, which may answer before the filter is asked. */
    int statusOfAClientBesideBasic() {
        return 200;
    }

    @Test
    void aSessionOfTheApplicationIsNotAnAdmission() throws Exception {
        Visitor own = new Visitor(server.origin() + "/guest");
        assertThat(own.get("/any/go/session", "Authorization", basic).body()).isEqualTo("[billing 1]");
        assertThat(own.get("/any/go/session", "Authorization", basic).body()).isEqualTo("[billing 2]");
        assertThat(own.cookie()).isPresent();
        assertThat(own.get("/any/go/session").statusCode()).isEqualTo(401);
    }
}
