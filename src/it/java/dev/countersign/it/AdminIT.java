package dev.countersign.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.StringReader;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Administration from end to end: both doors of a server by itself, over the real store. */
class AdminIT {

    private static final String JSON = "application/json";
    private static final String PROBLEM = "tag:countersign.dev,2026:problem:";
    private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS");

    @TempDir
    static Path data;

    private static ExecutableWar war;
    private static Administrator script;
    private static Visitor person;

    @BeforeAll
    static void start() throws Exception {
        war = ExecutableWar.in(data).start();
        script = new Administrator(war.url(), war.password());
        person = signedIn();
    }

    @AfterAll
    static void stop() throws Exception {
        war.close();
    }

    /** A method at a path below {@code /admin}. */
    private record Door(String method, String path) {}

    /** Every call of the interface, with a client and a secret that may exist or not, and paths that are none. */
    private static List<Door> doors() throws Exception {
        List<Door> doors = new ArrayList<>();
        JsonObject paths = json(script.get("/openapi.json")).getJsonObject("paths");
        paths.forEach((path, calls) -> calls.asJsonObject()
                .keySet()
                .forEach(method -> doors.add(new Door(
                        method.toUpperCase(Locale.ROOT),
                        path.replace("{client}", "admin").replace("{id}", "x")))));
        assertThat(doors).hasSizeGreaterThan(14);
        for (String method : List.of("GET", "POST", "DELETE", "OPTIONS", "BREW")) {
            doors.add(new Door(method, ""));
            doors.add(new Door(method, "/"));
            doors.add(new Door(method, "/no/such/thing"));
            doors.add(new Door(method, "/clients/"));
        }
        return doors;
    }

    @Test
    void adm1_nobodyComesInByAnyMethodAtAnyPath() throws Exception {
        Visitor stranger = new Visitor(war.url());
        stranger.login("admin", "wrong");
        for (Door door : doors()) {
            HttpResponse<String> refused = stranger.send(door.method(), "/admin" + door.path(), "");
            assertRefused(door, refused, 401, "unauthenticated");
            assertThat(challenge(refused)).startsWith("Basic ");

            // ADM-7: no dialog pops up.
            refused = stranger.send(door.method(), "/admin" + door.path(), "", "Sec-Fetch-Mode", "cors");
            assertRefused(door, refused, 401, "unauthenticated");
            assertThat(challenge(refused)).startsWith("Bearer ");
        }
    }

    @Test
    void adm1_aWrongSecretOpensNothing() throws Exception {
        int guess = 0;
        for (Door door : doors()) {
            // Another client each time, so that this is not about throttling.
            String credential = Visitor.basic("nobody-" + guess++, war.password());
            HttpResponse<String> refused =
                    signedIn().send(door.method(), "/admin" + door.path(), "", "Authorization", credential);

            assertRefused(door, refused, 401, "unauthenticated");
            assertThat(challenge(refused)).startsWith("Basic ");
        }
    }

    @Test
    void adm1_aClientThatIsNoAdministratorOpensNothing() throws Exception {
        // ADM-6: neither a scope nor an id that is named like the role makes one.
        String secret =
                script.register("\"client_id\":\"countersign-admin\",\"scope\":\"countersign-admin administrator\"");
        String credential = Visitor.basic("countersign-admin", secret);
        for (Door door : doors()) {
            HttpResponse<String> refused =
                    new Visitor(war.url()).send(door.method(), "/admin" + door.path(), "", "Authorization", credential);

            assertRefused(door, refused, 403, "forbidden");
        }
    }

    @Test
    void adm2_aSessionChangesNothingFromAnotherSite() throws Exception {
        for (Door door : doors()) {
            HttpResponse<String> answer = person.send(
                    door.method(), "/admin" + door.path(), "{}", "Content-Type", JSON, "Sec-Fetch-Site", "cross-site");

            if (SAFE.contains(door.method())) {
                assertThat(answer.statusCode()).as(door.toString()).isIn(200, 204, 404);
            } else {
                assertRefused(door, answer, 403, "cross-site");
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "Sec-Fetch-Site, same-origin, true",
        "Sec-Fetch-Site, none, true",
        "Sec-Fetch-Site, same-site, false",
        "Sec-Fetch-Site, cross-site, false",
        "Sec-Fetch-Site, Same-Origin, false",
        "Origin, own, true",
        "Origin, null, false",
        "Origin, http://localhost, false",
        "Origin, http://localhost.evil.example, false",
        "Origin, https://evil.example, false",
        "Referer, own, false"
    })
    void adm2_aSessionChangesThingsFromOurOwnPages(String header, String value, boolean admitted) throws Exception {
        String sent = value.equals("own") ? war.origin() : value;

        HttpResponse<String> answer =
                person.send("POST", "/admin/clients", "{\"client_id\":7}", "Content-Type", JSON, header, sent);

        assertThat(answer.statusCode()).isEqualTo(admitted ? 400 : 403);
        assertThat(answer.body()).contains(PROBLEM + (admitted ? "invalid-value" : "cross-site"));
    }

    @Test
    void adm6_onlyAPersonMakesAnAdministratorAndADisabledOneIsNone() throws Exception {
        String body = "{\"client_id\":\"deputy\",\"administrator\":true}";
        assertProblem(script.post("/clients", body), 403, "forbidden");
        script.register("\"client_id\":\"plain\"");
        assertProblem(script.patch("/clients/plain", "{\"administrator\":true}", "*"), 403, "forbidden");

        HttpResponse<String> created = byPerson("POST", "/clients", body);
        assertThat(created.statusCode()).isEqualTo(201);
        Administrator deputy =
                new Administrator(war.url(), "deputy", json(created).getString("client_secret"));
        assertThat(deputy.get("/whoami").body()).contains("\"deputy\"", "\"client\"");

        assertThat(script.patch("/clients/deputy", "{\"enabled\":false}", "*").statusCode())
                .isEqualTo(200);
        assertThat(deputy.get("/whoami").statusCode()).isEqualTo(401);
        assertProblem(script.patch("/clients/deputy", "{\"enabled\":true}", "*"), 403, "forbidden");

        assertThat(byPerson("PATCH", "/clients/deputy", "{\"enabled\":true}").statusCode())
                .isEqualTo(200);
        assertThat(deputy.get("/whoami").statusCode()).isEqualTo(200);
        assertThat(deputy.delete("/clients/deputy", "*").statusCode()).isEqualTo(204);
        assertThat(deputy.get("/whoami").statusCode()).isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"administrator\":false}",
                "{\"administrator\":null}",
                "{\"enabled\":false}",
                "{\"access_type\":\"public\"}"
            })
    void adm6_theLastAdministratorStays(String patch) throws Exception {
        assertProblem(script.patch("/clients/admin", patch, "*"), 409, "last-administrator");
        assertProblem(byPerson("PATCH", "/clients/admin", patch), 409, "last-administrator");
        assertProblem(script.delete("/clients/admin", "*"), 409, "last-administrator");
    }

    @Test
    void adm6_theBootstrapSecretTakesNoClientOver(@TempDir Path own) throws Exception {
        String chosen = "bootstrap-" + "s".repeat(32);
        String body = "{\"client_id\":\"boss\",\"administrator\":true}";
        WarCommand command = ExecutableWar.in(own);
        String secret;
        try (ExecutableWar first = command.start()) {
            Visitor visitor = new Visitor(first.url());
            visitor.login("admin", first.password());
            String[] ours = {"Content-Type", JSON, "Sec-Fetch-Site", "same-origin"};
            String boss =
                    json(visitor.send("POST", "/admin/clients", body, ours)).getString("client_secret");
            Administrator administrator = new Administrator(first.url(), "boss", boss);
            assertThat(administrator.delete("/clients/admin", "*").statusCode()).isEqualTo(204);
            secret = administrator.register("\"client_id\":\"admin\"");
        }
        try (ExecutableWar second = command.withEnvironment("COUNTERSIGN_ADMIN_PASSWORD", chosen)
                .withEnvironment("COUNTERSIGN_BOOTSTRAP_ADMIN_SECRET", chosen)
                .start()) {
            assertThat(new Administrator(second.url(), chosen).get("/whoami").statusCode())
                    .isEqualTo(401);
            assertThat(new Administrator(second.url(), secret).get("/whoami").statusCode())
                    .isEqualTo(403);
        }
    }

    @Test
    void adm4_aStaleEditIsTold() throws Exception {
        script.register("\"client_id\":\"edited\"");
        String read = tag(script.get("/clients/edited"));
        assertThat(script.patch("/clients/edited", "{\"client_name\":\"first\"}", read)
                        .statusCode())
                .isEqualTo(200);

        assertProblem(script.patch("/clients/edited", "{\"client_name\":\"second\"}", read), 412, "stale");
        assertProblem(script.delete("/clients/edited", read), 412, "stale");
        assertProblem(script.delete("/clients/edited"), 428, "precondition-required");
        assertThat(script.get("/clients/edited").body()).contains("\"first\"");

        // Somebody else's client of the same id is another one.
        assertThat(script.delete("/clients/edited", "*").statusCode()).isEqualTo(204);
        script.register("\"client_id\":\"edited\"");
        assertProblem(script.patch("/clients/edited", "{\"client_name\":\"third\"}", read), 412, "stale");
    }

    @Test
    void adm4_ofManyAdministratorsWhoEditAtOnceOneWins() throws Exception {
        script.register("\"client_id\":\"contended\"");
        String read = tag(script.get("/clients/contended"));
        List<Callable<Integer>> edits = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            String patch = "{\"client_name\":\"by " + i + "\"}";
            edits.add(() -> script.patch("/clients/contended", patch, read).statusCode());
        }

        assertThat(atOnce(edits)).containsOnlyOnce(200).containsOnly(200, 412);
        assertThat(tag(script.get("/clients/contended"))).isNotEqualTo(read);
    }

    @Test
    void whoCreatesAndDeletesAtOnceIsNeverToldNonsense() throws Exception {
        List<Callable<Integer>> calls = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            calls.add(() ->
                    script.post("/clients", "{\"client_id\":\"fleeting\"}").statusCode());
            calls.add(() -> script.delete("/clients/fleeting", "*").statusCode());
            calls.add(() -> script.post("/clients/fleeting/secrets", "{}").statusCode());
        }

        assertThat(atOnce(calls)).contains(201).isSubsetOf(201, 204, 404, 409, 412);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a/b", "..", ".", "~YQ", "a b", "\\u0022<img src=x>", "a%2Fb;c=d?e#f", "\\\\", "%0d%0aX: y"})
    void anIdOfAnyCharactersHasAPathAndForgesNoHeader(String id) throws Exception {
        HttpResponse<String> created = script.post("/clients", "{\"client_id\":\"" + id + "\"}");
        assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
        String self = json(created).getJsonObject("links").getString("self");
        assertThat(created.headers().firstValue("Location")).contains(self);
        assertThat(self).matches("/countersign/admin/clients/~[A-Za-z0-9_-]+");
        String path = self.substring("/countersign/admin".length());

        HttpResponse<String> verified = new Visitor(war.url())
                .get(
                        "/verify",
                        "Authorization",
                        Visitor.basic(
                                URLEncoder.encode(json(created).getString("client_id"), StandardCharsets.UTF_8),
                                json(created).getString("client_secret")));
        assertThat(verified.headers().allValues("X-Client-Id"))
                .containsExactly(json(created).getString("client_id"));
        assertThat(verified.headers().firstValue("X")).isEmpty();
        assertThat(script.patch(path, "{\"client_name\":\"Zo\u00eb \u4e2d \ud83d\ude00\"}", tag(created))
                        .statusCode())
                .isEqualTo(200);
        assertThat(json(script.get(path)).getString("client_name")).isEqualTo("Zo\u00eb \u4e2d \ud83d\ude00");
        assertThat(script.delete(path, "*").statusCode()).isEqualTo(204);
        assertThat(script.get(path).statusCode()).isEqualTo(404);
    }

    @Test
    void aListIsPagedAndSearched() throws Exception {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            ids.add("page-" + i);
            script.register("\"client_id\":\"page-" + i + "\",\"client_name\":\"Gr\u00fcn \u4e2d\u6587 Nr " + i + "\"");
        }

        assertThat(everyId("search=page&limit=3")).isEqualTo(ids);
        assertThat(everyId("search=gr%C3%BCn&limit=2")).isEqualTo(ids);
        assertThat(everyId("search=%E4%B8%AD&limit=200")).isEqualTo(ids);
        assertThat(everyId("limit=2"))
                .containsAll(ids)
                .contains("admin")
                .doesNotHaveDuplicates()
                .isSorted();
        String ofSearch = json(script.get("/clients?search=page&limit=3")).getString("next");
        assertProblem(script.get("/clients?after=" + ofSearch), 400, "invalid-value");
        assertProblem(script.get("/events?after=" + ofSearch), 400, "invalid-value");
        assertProblem(script.get("/expiring?after=" + ofSearch), 400, "invalid-value");
    }

    @Test
    void aSecretIsRolledOverWithoutAnOutage() throws Exception {
        String old = script.register("\"client_id\":\"rolling\"");
        HttpResponse<String> rolled = script.post("/clients/rolling/secrets", "{\"replace\":true,\"overlap\":\"P7D\"}");
        String young = json(rolled).getString("client_secret");
        assertThat(verified("rolling", old)).isEqualTo(204);
        assertThat(verified("rolling", young)).isEqualTo(204);
        assertThat(ending("P8D")).contains("rolling");
        assertThat(ending("P6D")).doesNotContain("rolling");

        assertThat(script.post("/clients/rolling/secrets", "{\"replace\":true}").statusCode())
                .isEqualTo(201);
        assertThat(verified("rolling", old)).isEqualTo(401);
        assertThat(verified("rolling", young)).isEqualTo(401);
        assertThat(ending("P8D")).doesNotContain("rolling");
    }

    @Test
    void sec6_theAnswerWithASecretIsKeptNowhere() throws Exception {
        HttpResponse<String> created = script.post("/clients", "{\"client_id\":\"uncached\"}");

        assertThat(created.headers().allValues("Cache-Control")).containsExactly("no-store");
        assertThat(created.headers().allValues("Content-Type")).containsExactly(JSON);
        assertThat(created.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
        String secret = json(created).getString("client_secret");
        assertThat(secret).matches("[A-Za-z0-9_-]{43,}");
        assertThat(script.get("/clients/uncached").body()).doesNotContain(secret);
        assertThat(war.err()).doesNotContain(secret);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/console/",
                "/console/index.html",
                "/console/console.js",
                "/login/login.html",
                "/login/failed.html"
            })
    void adm3_noPageRunsForeignScriptOrStandsInAFrame(String path) throws Exception {
        HttpResponse<String> page = person.get(path);

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
                .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'", "base-uri 'none'")
                .doesNotContain("unsafe", "*");
        assertThat(page.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
    }

    @Test
    void adm7_signingOutEndsTheSession() throws Exception {
        Visitor leaving = signedIn();
        String cookie = leaving.cookie().orElseThrow();
        for (String site : List.of("cross-site", "same-site")) {
            assertThat(leaving.send("POST", "/console/logout", "", "Sec-Fetch-Site", site)
                            .statusCode())
                    .isEqualTo(403);
        }
        leaving.get("/console/logout");
        assertThat(leaving.get("/admin/whoami").body()).contains("\"person\"");

        HttpResponse<String> left = leaving.send("POST", "/console/logout", "", "Sec-Fetch-Site", "same-origin");

        assertThat(left.headers().firstValue("Location")).contains("/countersign/console/");
        assertThat(new Visitor(war.url()).get("/admin/whoami", "Cookie", cookie).statusCode())
                .isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/console//evil.example",
                "/console/?next=//evil.example",
                "/console/;jsessionid=x",
                "/console/%0d%0aLocation:%20//evil.example",
                "/console/logout"
            })
    void adm7_aLoginLeadsNowhereElse(String first) throws Exception {
        Visitor visitor = new Visitor(war.url());
        visitor.get(first);
        HttpResponse<String> login = visitor.post(
                "/console/j_security_check",
                "application/x-www-form-urlencoded",
                "j_username=admin&j_password=" + war.password());

        assertThat(login.headers().firstValue("Location").orElseThrow())
                .startsWith("/countersign")
                .doesNotContain("jsessionid");
    }

    @Test
    void gen8_whatCannotBeReadIsAProblemAndNeverA500() throws Exception {
        for (String body : List.of(
                "",
                "null",
                "[]",
                "{} {}",
                "{\"a\":1,}",
                "{\"client_id\":\"a\",\"client_id\":\"a\"}",
                "\ufeff{}",
                "{\"client_name\":\"\\u0000\"}",
                "{\"client_name\":\"\\ud800\"}",
                "{\"client_name\":1}",
                "{\"client_name\":" + "9".repeat(60_000) + "}",
                "{\"client_name\":1e999999999}",
                "{\"a\":".repeat(5000) + "1" + "}".repeat(5000),
                "{\"" + "\ud83d\ude00".repeat(200) + "\":1}")) {
            for (HttpResponse<String> answer : List.of(
                    script.post("/clients", body),
                    script.post("/clients/admin/secrets", body),
                    script.patch("/clients/admin", body, "*"))) {
                assertThat(answer.statusCode()).as(body).isEqualTo(400);
                assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
            }
        }
        assertProblem(script.post("/clients", "x".repeat(70_000)), 413, "too-large");
        assertThat(war.err()).doesNotContain("SEVERE", "Exception");
    }

    @Test
    void gen8_aBodyThatIsBadlyFramedIsAProblemToo() throws Exception {
        String authorization = "Authorization: " + Visitor.basic("admin", war.password());
        for (String body : List.of("zz\r\n{}\r\n0", "-1\r\n{}\r\n0", "ffffffffffffffffff\r\n{}\r\n0")) {
            String answer = RawRequest.send(
                    war.port(),
                    "POST /countersign/admin/clients HTTP/1.1",
                    "Host: localhost",
                    authorization,
                    "Content-Type: application/json",
                    "Transfer-Encoding: chunked",
                    "Connection: close",
                    "",
                    body);
            assertThat(answer).startsWith("HTTP/1.1 400 ").contains(PROBLEM + "malformed");
        }
    }

    private static Visitor signedIn() throws Exception {
        Visitor visitor = new Visitor(war.url());
        visitor.login("admin", war.password());
        return visitor;
    }

    private static HttpResponse<String> byPerson(String method, String path, String json) throws Exception {
        return person.send(
                method, "/admin" + path, json, "Content-Type", JSON, "If-Match", "*", "Sec-Fetch-Site", "same-origin");
    }

    private static int verified(String id, String secret) throws Exception {
        return new Visitor(war.url())
                .get("/verify", "Authorization", Visitor.basic(id, secret))
                .statusCode();
    }

    private static List<String> ending(String within) throws Exception {
        return strings(json(script.get("/expiring?within=" + within)), "client_id");
    }

    private static List<String> everyId(String query) throws Exception {
        JsonObject page = json(script.get("/clients?" + query));
        List<String> ids = new ArrayList<>(strings(page, "client_id"));
        while (page.containsKey("next")) {
            page = json(script.get("/clients?" + query + "&after=" + page.getString("next")));
            ids.addAll(strings(page, "client_id"));
        }
        return ids;
    }

    private static List<String> strings(JsonObject list, String member) {
        return list.getJsonArray("items").stream()
                .map(item -> item.asJsonObject().getString(member))
                .toList();
    }

    private static List<Integer> atOnce(List<Callable<Integer>> calls) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(calls.size());
        try {
            List<Integer> answers = new ArrayList<>();
            for (Future<Integer> answer : threads.invokeAll(calls)) {
                answers.add(answer.get());
            }
            return answers;
        } finally {
            threads.shutdown();
        }
    }

    private static JsonObject json(HttpResponse<String> response) {
        try (JsonReader reader = Json.createReader(new StringReader(response.body()))) {
            return reader.readObject();
        }
    }

    private static String tag(HttpResponse<String> response) {
        return response.headers().firstValue("ETag").orElseThrow();
    }

    private static String challenge(HttpResponse<String> response) {
        return String.join("; ", response.headers().allValues("WWW-Authenticate"));
    }

    private static void assertRefused(Door door, HttpResponse<String> answer, int status, String problem) {
        assertThat(answer.statusCode()).as(door.toString()).isEqualTo(status);
        assertThat(answer.headers().allValues("Cache-Control")).containsExactly("no-store");
        assertThat(answer.headers().firstValue("Set-Cookie"))
                .as(door.toString())
                .isEmpty();
        assertThat(answer.body()).as(door.toString()).contains(PROBLEM + problem);
    }

    private static void assertProblem(HttpResponse<String> answer, int status, String problem) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(json(answer).getString("type")).isEqualTo(PROBLEM + problem);
    }
}
