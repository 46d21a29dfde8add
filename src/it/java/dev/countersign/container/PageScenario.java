package dev.countersign.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.it.Visitor;
import java.net.http.HttpResponse;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The public pages, and their security headers. */
interface PageScenario extends Scenario {

    /** Stands for one of the console's files, whose paths change with them. */
    String ASSET = "an asset";

    /** All files of the console together, compressed. */
    long MOST_BYTES = 250_000;

    @ParameterizedTest
    @ValueSource(strings = {"/console/", "/console/index.html", ASSET, "/login/login.html", "/login/failed.html"})
    default void adm3_noPageRunsForeignScriptOrStandsInAFrame(String path) throws Exception {
        Visitor person = person();
        HttpResponse<String> page =
                person.get(path.equals(ASSET) ? assets(person).get(0) : path);

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
                .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'", "base-uri 'none'")
                .contains("require-trusted-types-for 'script'", "trusted-types lit-html")
                .doesNotContain("unsafe", "*");
        assertThat(page.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
    }

    @Test
    default void theConsolesFilesAreCompressedAndKept() throws Exception {
        Visitor person = person();
        long bytes = 0;
        for (String path : assets(person)) {
            HttpResponse<String> file = person.get(path, "Accept-Encoding", "gzip, deflate, br");
            assertThat(file.statusCode()).as(path).isEqualTo(200);
            assertThat(file.headers().allValues("Content-Encoding")).as(path).containsExactly("gzip");
            assertThat(file.headers().allValues("Vary")).as(path).containsExactly("Accept-Encoding");
            assertThat(file.headers().allValues("Cache-Control"))
                    .as(path)
                    .containsExactly("private, max-age=31536000, immutable");
            // The containers' own, for whatever needs a login.
            assertThat(file.headers().allValues("Pragma")).as(path).doesNotContain("no-cache");
            assertThat(file.headers().allValues("Expires"))
                    .as(path)
                    .allMatch(date -> date.endsWith(" 9999 23:59:59 GMT"));
            bytes += file.headers().firstValueAsLong("Content-Length").orElseThrow();
            HttpResponse<String> plain = person.get(path, "Accept-Encoding", "gzip;q=0");
            assertThat(plain.headers().allValues("Content-Encoding")).as(path).isEmpty();
            assertThat(plain.headers().firstValue("Content-Type").orElseThrow())
                    .as(path)
                    .matches("(?i)(text/javascript|text/css|image/svg\\+xml); ?charset=utf-8");
        }
        assertThat(bytes).isLessThan(MOST_BYTES);
        HttpResponse<String> page = person.get("/console/", "Accept-Encoding", "gzip");
        assertThat(page.headers().allValues("Content-Encoding")).containsExactly("gzip");
        assertThat(page.headers().allValues("Cache-Control")).containsExactly("no-store");
    }

    @Test
    default void theConsolesFilesOfAnotherVersionAreNotThere() throws Exception {
        Visitor person = person();
        String path = assets(person).get(0);
        for (String other : List.of(
                path.replaceFirst("[0-9a-f]{16}", "0123456789abcdef"),
                path.replaceFirst("[0-9a-f]{16}/", ""),
                path + "x",
                "/console/none")) {
            HttpResponse<String> answer = person.get(other);
            assertThat(answer.statusCode()).as(other).isEqualTo(404);
            assertThat(answer.headers().allValues("Cache-Control")).as(other).containsExactly("no-store");
            assertThat(answer.body()).isEqualTo("404 Not Found\n");
        }
        HttpResponse<String> posted = person.send("POST", path, "");
        assertThat(posted.statusCode()).isEqualTo(405);
        assertThat(posted.headers().allValues("Allow")).containsExactly("GET, HEAD");
    }

    /** Where the login page would stand in a file's place, its links and its form would lead nowhere. */
    @Test
    default void adm1_withoutASessionAFileLeadsToTheLogin() throws Exception {
        for (String path : assets(person())) {
            HttpResponse<String> answer = visitor().get(path);
            assertThat(answer.statusCode()).as(path).isIn(302, 303);
            assertThat(answer.headers().firstValue("Location").orElseThrow())
                    .matches(".*/countersign/(console/|login/login.html)");
            assertThat(answer.headers().allValues("Cache-Control").toString()).doesNotContain("immutable");
        }
    }

    /** What the console's page names, the first one a script. */
    private static List<String> assets(Visitor person) throws Exception {
        List<String> paths = Pattern.compile("\"(assets/[0-9a-f]{16}/[^\"]+)\"")
                .matcher(person.get("/console/").body())
                .results()
                .map(asset -> "/console/" + asset.group(1))
                .distinct()
                .sorted(Comparator.comparing((String path) -> !path.endsWith(".js")))
                .toList();
        assertThat(paths).anyMatch(path -> path.endsWith(".js")).anyMatch(path -> path.endsWith(".css"));
        return paths;
    }

    @Test
    default void thoseWhoWatchOverTheServerAreAnswered() throws Exception {
        for (String path : List.of("/health/live", "/health/ready")) {
            HttpResponse<String> health = visitor().get(path);
            assertThat(health.statusCode()).as(health.body()).isEqualTo(200);
            assertThat(health.body()).startsWith("{\"status\":\"UP\"");
            assertThat(health.headers().allValues("Cache-Control")).containsExactly("no-store");
            assertThat(health.headers().allValues("Content-Type")).containsExactly(JSON);
            assertThat(visitor().send("HEAD", path, "").statusCode()).isEqualTo(200);
            assertThat(visitor().send("POST", path, "").statusCode()).isEqualTo(405);
        }
        assertThat(visitor().get("/health/ready").body()).contains("{\"name\":\"store\",\"status\":\"UP\"}");
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
