package dev.countersign.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.http.Answer;
import dev.countersign.it.Visitor;
import jakarta.json.JsonObject;
import java.io.EOFException;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What administrators do with clients, whatever is in them, and what they are told when it cannot be done. */
interface ClientRegistrationScenario extends Scenario {

    @Test
    default void adm4_aStaleEditIsTold() throws Exception {
        script().register("\"client_id\":\"edited\"");
        String read = Scenario.tag(script().get("/clients/edited"));
        assertThat(script().patch("/clients/edited", "{\"client_name\":\"first\"}", read)
                        .statusCode())
                .isEqualTo(200);

        Scenario.assertProblem(script().patch("/clients/edited", "{\"client_name\":\"second\"}", read), 412, "stale");
        Scenario.assertProblem(script().delete("/clients/edited", read), 412, "stale");
        Scenario.assertProblem(script().delete("/clients/edited"), 428, "precondition-required");
        assertThat(script().get("/clients/edited").body()).contains("\"first\"");

        // A client that is registered anew under the same id is another one.
        assertThat(script().delete("/clients/edited", "*").statusCode()).isEqualTo(204);
        script().register("\"client_id\":\"edited\"");
        Scenario.assertProblem(script().patch("/clients/edited", "{\"client_name\":\"third\"}", read), 412, "stale");
    }

    @Test
    default void adm4_ofManyAdministratorsWhoEditAtOnceOneWins() throws Exception {
        script().register("\"client_id\":\"contended\"");
        String read = Scenario.tag(script().get("/clients/contended"));
        List<Callable<Integer>> edits = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            String patch = "{\"client_name\":\"by " + i + "\"}";
            edits.add(() -> script().patch("/clients/contended", patch, read).statusCode());
        }

        assertThat(atOnce(edits)).containsOnlyOnce(200).containsOnly(200, 412);
        assertThat(Scenario.tag(script().get("/clients/contended"))).isNotEqualTo(read);
    }

    @Test
    default void whoCreatesAndDeletesAtOnceIsNeverToldNonsense() throws Exception {
        List<Callable<Integer>> calls = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            calls.add(() ->
                    script().post("/clients", "{\"client_id\":\"fleeting\"}").statusCode());
            calls.add(() -> script().delete("/clients/fleeting", "*").statusCode());
            calls.add(() -> script().post("/clients/fleeting/secrets", "{}").statusCode());
        }

        assertThat(atOnce(calls)).contains(201).isSubsetOf(201, 204, 404, 409, 412);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a/b", "..", ".", "~YQ", "a b", "\\u0022<img src=x>", "a%2Fb;c=d?e#f", "\\\\", "%0d%0aX: y"})
    default void anIdOfAnyCharactersHasAPathAndForgesNoHeader(String id) throws Exception {
        HttpResponse<String> created = script().post("/clients", "{\"client_id\":\"" + id + "\"}");
        assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
        String self = Scenario.json(created).getJsonObject("links").getString("self");
        assertThat(created.headers().firstValue("Location")).contains(self);
        assertThat(self).matches("/countersign/admin/clients/~[A-Za-z0-9_-]+");
        String path = self.substring("/countersign/admin".length());

        HttpResponse<String> verified = visitor()
                .get(
                        "/verify",
                        "Authorization",
                        Visitor.basic(
                                URLEncoder.encode(
                                        Scenario.json(created).getString("client_id"), StandardCharsets.UTF_8),
                                Scenario.json(created).getString("client_secret")));
        assertThat(verified.headers().allValues("X-Client-Id"))
                .containsExactly(Scenario.json(created).getString("client_id"));
        assertThat(verified.headers().firstValue("X")).isEmpty();
        assertThat(script().patch(path, "{\"client_name\":\"Zo\u00eb \u4e2d \ud83d\ude00\"}", Scenario.tag(created))
                        .statusCode())
                .isEqualTo(200);
        assertThat(Scenario.json(script().get(path)).getString("client_name"))
                .isEqualTo("Zo\u00eb \u4e2d \ud83d\ude00");
        assertThat(script().delete(path, "*").statusCode()).isEqualTo(204);
        assertThat(script().get(path).statusCode()).isEqualTo(404);
    }

    @Test
    default void aListIsPagedAndSearched() throws Exception {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            ids.add("page-" + i);
            script().register(
                            "\"client_id\":\"page-" + i + "\",\"client_name\":\"Gr\u00fcn \u4e2d\u6587 Nr " + i + "\"");
        }

        assertThat(everyId("search=page&limit=3")).isEqualTo(ids);
        assertThat(everyId("search=gr%C3%BCn&limit=2")).isEqualTo(ids);
        assertThat(everyId("search=%E4%B8%AD&limit=200")).isEqualTo(ids);
        assertThat(everyId("limit=2"))
                .containsAll(ids)
                .contains("operator")
                .doesNotHaveDuplicates()
                .isSorted();
        String ofSearch =
                Scenario.json(script().get("/clients?search=page&limit=3")).getString("next");
        Scenario.assertProblem(script().get("/clients?after=" + ofSearch), 400, "invalid-value");
        Scenario.assertProblem(script().get("/events?after=" + ofSearch), 400, "invalid-value");
        Scenario.assertProblem(script().get("/expiring?after=" + ofSearch), 400, "invalid-value");
    }

    @Test
    default void gen8_whatCannotBeReadIsAProblemAndNeverA500() throws Exception {
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
                    script().post("/clients", body),
                    script().post("/clients/operator/secrets", body),
                    script().patch("/clients/operator", body, "*"))) {
                assertThat(answer.statusCode()).as(body).isEqualTo(400);
                assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
            }
        }
        Scenario.assertProblem(script().post("/clients", "x".repeat(70_000)), 413, "too-large");
    }

    @Test
    default void gen8_aBodyThatIsBadlyFramedIsAProblemToo() throws Exception {
        for (String body : List.of("zz\r\n{}\r\n0", "-1\r\n{}\r\n0", "ffffffffffffffffff\r\n{}\r\n0")) {
            Answer answer;
            try {
                answer = raw(
                        "POST /countersign/admin/clients HTTP/1.1",
                        "Host: localhost",
                        "Authorization: " + script().authorization(),
                        "Content-Type: application/json",
                        "Transfer-Encoding: chunked",
                        "Connection: close",
                        "",
                        body,
                        "",
                        "");
            } catch (EOFException e) {
                // WildFly has no more to say to such a sender.
                continue;
            }
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.body()).contains(PROBLEM + "malformed");
        }
    }

    private List<String> everyId(String query) throws Exception {
        JsonObject page = Scenario.json(script().get("/clients?" + query));
        List<String> ids = new ArrayList<>(strings(page, "client_id"));
        while (page.containsKey("next")) {
            page = Scenario.json(script().get("/clients?" + query + "&after=" + page.getString("next")));
            ids.addAll(strings(page, "client_id"));
        }
        return ids;
    }

    private static List<String> strings(JsonObject list, String member) {
        return list.getJsonArray("items").stream()
                .map(item -> item.asJsonObject().getString(member))
                .toList();
    }

    private List<Integer> atOnce(List<Callable<Integer>> calls) throws Exception {
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
}
