package dev.countersign.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.http.Answer;
import dev.countersign.it.Visitor;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The main job: clients are authenticated or refused, and a refusal does not tell its reason. */
interface VerifyScenario extends Scenario {

    @Test
    default void aClientIsLetInByEitherEnvelope() throws Exception {
        String secret = script().register("\"client_id\":\"paying\",\"scope\":\"invoices:read invoices:write\"");

        HttpResponse<String> basic = verify("paying", secret);
        assertThat(basic.statusCode()).isEqualTo(204);
        assertThat(basic.headers().firstValue("X-Client-Id")).contains("paying");
        assertThat(basic.headers().firstValue("X-Client-Auth-Method")).contains("client_secret_basic");
        assertThat(basic.headers().firstValue("X-Client-Scope")).contains("invoices:read invoices:write");
        assertThat(basic.headers().allValues("Cache-Control")).containsExactly("no-store");

        HttpResponse<String> post = visitor().post("/verify/x", FORM, "client_id=paying&client_secret=" + secret);
        assertThat(post.statusCode()).isEqualTo(204);
        assertThat(post.headers().firstValue("X-Client-Auth-Method")).contains("client_secret_post");
    }

    @Test
    default void gen18_allThreeFieldsAreThereEvenWhenEmpty() throws Exception {
        String secret = script().register("\"client_id\":\"scopeless\"");

        Answer answer = raw(
                "GET /countersign/verify HTTP/1.1",
                "Host: localhost",
                "Authorization: " + Visitor.basic("scopeless", secret),
                "X-Client-Scope: everything",
                "X-Client-Id: somebody-else",
                "",
                "");

        assertThat(answer.status()).isEqualTo(204);
        assertThat(answer.header("X-Client-Id")).contains("scopeless");
        assertThat(answer.header("X-Client-Auth-Method")).contains("client_secret_basic");
        assertThat(answer.header("X-Client-Scope")).contains("");
    }

    /** Containers take a login at the end of any path, by any method, and answer a wrong one with a page. */
    @ParameterizedTest
    @ValueSource(
            strings = {"/verify/j_security_check", "/verify/200/x/j_security_check;y=z", "/admin/j_security_check"})
    default void gen17_aFailedLoginIsNoYesToAProxy(String path) throws Exception {
        for (String method : List.of("GET", "HEAD", "POST", "PUT")) {
            Answer answer = raw(
                    method + " /countersign" + path + "?j_username=a&j_password=b HTTP/1.1",
                    "Host: localhost",
                    "Content-Type: " + FORM,
                    "Content-Length: {length}",
                    "",
                    "j_username=a&j_password=b");
            assertThat(answer.status()).as(method + " " + answer).isBetween(300, 499);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "PROPFIND", "BREW", "M-SEARCH", "get"
            })
    default void gen18_everyMethodIsAnsweredAlike(String method) throws Exception {
        String id = "by-" + method;
        String secret = script().register("\"client_id\":\"" + id + "\"");

        for (String path : List.of("/countersign/verify", "/countersign/verify/a/b?c=d")) {
            Answer in = raw(
                    method + " " + path + " HTTP/1.1",
                    "Host: localhost",
                    "Authorization: " + Visitor.basic(id, secret),
                    "",
                    "");
            assertThat(in.status()).as(in.toString()).isEqualTo(204);
            assertThat(in.header("X-Client-Id")).contains(id);

            Answer out = raw(
                    method + " " + path + " HTTP/1.1",
                    "Host: localhost",
                    "Origin: https://elsewhere.example",
                    "Access-Control-Request-Method: GET",
                    "",
                    "");
            assertThat(out.status()).as(out.toString()).isEqualTo(401);
            assertThat(out.header("WWW-Authenticate")).contains("Basic realm=\"countersign\"");
            assertThat(out.header("Cache-Control")).contains("no-store");
            assertThat(out.header("Access-Control-Allow-Origin")).isEmpty();
            assertThat(out.body()).isEqualTo(method.equals("HEAD") ? "" : INVALID_CLIENT);
        }
    }

    @Test
    default void gen10_everyFaultOfTheClientLooksTheSame() throws Exception {
        String right = script().register("\"client_id\":\"faulty\"");
        String removed = script().register("\"client_id\":\"removed\"");
        script().delete("/clients/removed/secrets/" + script().secretId("removed"));
        String ended = script().register("\"client_id\":\"replaced\"");
        assertThat(script().post("/clients/replaced/secrets", "{\"replace\":true}")
                        .statusCode())
                .isEqualTo(201);
        String disabled = script().register("\"client_id\":\"disabled\",\"enabled\":false");
        script().post("/clients", "{\"client_id\":\"public\",\"access_type\":\"public\"}");

        List<HttpResponse<String>> refusals = new ArrayList<>();
        refusals.add(verify("faulty", "wrong"));
        refusals.add(verify("unknown", right));
        refusals.add(verify("Faulty", right));
        refusals.add(verify("faulty", ""));
        refusals.add(verify("faulty", right + " "));
        refusals.add(verify("removed", removed));
        refusals.add(verify("replaced", ended));
        refusals.add(verify("disabled", disabled));
        refusals.add(verify("public", right));
        // What is malformed is a 400 elsewhere; a proxy would make a 500 of it, so not here.
        refusals.add(visitor().get("/verify", "Authorization", "Basic !!!"));
        refusals.add(visitor().get("/verify", "Authorization", "Basic " + "A".repeat(4000)));
        refusals.add(visitor()
                .post(
                        "/verify",
                        FORM,
                        "client_id=faulty&client_secret=x",
                        "Authorization",
                        Visitor.basic("faulty", right)));
        refusals.add(visitor().get("/verify"));
        // A session is for administration.
        refusals.add(person().get("/verify"));

        assertThat(refusals)
                .allSatisfy(refusal -> assertThat(refusal.statusCode()).isEqualTo(401))
                .allSatisfy(refusal -> assertThat(refusal.headers().allValues("WWW-Authenticate"))
                        .containsExactly("Basic realm=\"countersign\""))
                .allSatisfy(refusal ->
                        assertThat(refusal.headers().allValues("Cache-Control")).containsExactly("no-store"));
        assertThat(refusals.stream().map(HttpResponse::body).distinct()).containsExactly(INVALID_CLIENT);
        assertThat(refusals.stream()
                        .map(refusal -> new TreeSet<>(refusal.headers().map().keySet()))
                        .distinct())
                .hasSize(1);
        for (String reason : List.of(
                "WRONG_SECRET",
                "UNKNOWN_CLIENT",
                "NO_LIVE_SECRET",
                "DISABLED_CLIENT",
                "NOT_CONFIDENTIAL",
                "MALFORMED",
                "SEVERAL_METHODS",
                "NO_CREDENTIAL")) {
            logWith("refused=" + reason);
        }
    }

    /** WildFly, with another login in the web.xml, would judge every Basic credential by itself. */
    @Test
    default void adm1_aCredentialInTheHeaderIsOursToJudgeWhoeverTheContainerKnows() throws Exception {
        for (String password : List.of("wrong", running().personsPassword())) {
            for (String path : List.of("/verify", "/admin/whoami")) {
                HttpResponse<String> answer =
                        visitor().get(path, "Authorization", Visitor.basic(Server.PERSON, password));
                assertThat(answer.statusCode()).as(path).isEqualTo(401);
                assertThat(answer.body()).contains(path.equals("/verify") ? INVALID_CLIENT : PROBLEM);
                assertThat(answer.headers().firstValue("Set-Cookie")).isEmpty();
            }
            assertThat(visitor()
                            .get("/health/live", "Authorization", Visitor.basic(Server.PERSON, password))
                            .statusCode())
                    .isEqualTo(200);
        }
        logWith("client=\"" + Server.PERSON + "\"");
    }
}
