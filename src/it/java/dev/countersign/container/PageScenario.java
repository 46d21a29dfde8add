package dev.countersign.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What everybody may fetch, and how it is guarded. */
interface PageScenario extends Scenario {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/console/",
                "/console/index.html",
                "/console/console.js",
                "/login/login.html",
                "/login/failed.html"
            })
    default void adm3_noPageRunsForeignScriptOrStandsInAFrame(String path) throws Exception {
        HttpResponse<String> page = person().get(path);

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
                .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'", "base-uri 'none'")
                .doesNotContain("unsafe", "*");
        assertThat(page.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
    }

    @Test
    default void thoseWhoWatchOverTheServerAreAnswered() throws Exception {
        for (String path : List.of("/health/live", "/health/ready")) {
            HttpResponse<String> health = visitor().get(path);
            assertThat(health.statusCode()).as(health.body()).isEqualTo(200);
            assertThat(health.body()).startsWith("{\"status\":\"up\"");
            assertThat(health.headers().allValues("Cache-Control")).containsExactly("no-store");
            assertThat(health.headers().allValues("Content-Type")).containsExactly(JSON);
            assertThat(visitor().send("HEAD", path, "").statusCode()).isEqualTo(200);
            assertThat(visitor().send("POST", path, "").statusCode()).isEqualTo(405);
        }
        assertThat(visitor().get("/health/ready").body()).contains("\"store\":\"up\"");
        for (String path : List.of("/health", "/health/", "/health/x", "/health/live/x")) {
            assertThat(visitor().get(path).statusCode()).as(path).isEqualTo(404);
        }
    }

    @Test
    default void theFrontDoorLeadsToTheConsole() throws Exception {
        HttpResponse<String> front = visitor().get("/");
        assertThat(front.statusCode()).isEqualTo(200);
        assertThat(front.body()).contains("url=console/");
        assertThat(front.headers().allValues("Content-Type").toString()).contains("text/html");

        HttpResponse<String> withoutSlash = visitor().get("");
        assertThat(withoutSlash.statusCode()).isIn(301, 302);
        assertThat(withoutSlash.headers().firstValue("Location").orElseThrow())
                .isIn("/countersign/", running().url() + "/");
    }

    @Test
    default void theInterfaceDescribesItselfToAdministrators() throws Exception {
        assertThat(script().get("/openapi.json").statusCode()).isEqualTo(200);
        assertThat(script().get("/openapi.json").body()).containsPattern("\"openapi\": ?\"3.1");
        assertThat(visitor().get("/admin/openapi.json").statusCode()).isEqualTo(401);
    }

    @Test
    default void nothingIsListedAndNobodyNamesHimself() throws Exception {
        for (String path : List.of(
                "/login/", "/login", "/no/such", "/favicon.ico", "/WEB-INF/", "/META-INF/", "/dev/", "/error")) {
            HttpResponse<String> answer = visitor().get(path);
            assertThat(answer.statusCode()).as(path).isIn(302, 403, 404);
            assertThat(answer.body()).as(path).doesNotContain("login.css", "dev.countersign", "\tat ");
        }
        for (String path : List.of("/health/live", "/verify", "/admin/clients", "/login/login.html")) {
            assertThat(visitor().get(path).headers().map().toString())
                    .as(path)
                    .doesNotContainIgnoringCase("x-powered-by");
        }
    }
}
