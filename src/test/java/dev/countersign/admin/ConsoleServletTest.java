package dev.countersign.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.admin.Exchange.Reply;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The console as a browser gets it, in a real container. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConsoleServletTest {

    private static final Pattern ASSET = Pattern.compile("\"(assets/[0-9a-f]{16}/([^\"]+))\"");

    private AdminServer server;
    private HttpClient browser;
    private Exchange person;
    private String page = "";

    @BeforeAll
    void start() throws Exception {
        server = new AdminServer();
        browser = Exchange.signedIn(server, "ada");
        person = new Exchange(server, browser);
        page = person.get("/console/").body();
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void nobodyKeepsThePage() throws Exception {
        for (String path : List.of("/console/", "/console/index.html", "/console", "/console/?x=y")) {
            Reply reply = person.get(path);
            assertThat(reply.status()).isEqualTo(200);
            assertThat(reply.response().uri().getPath()).startsWith("/countersign/console/");
            assertThat(reply.body()).contains("id=\"console\"").doesNotContain("<!-- modules -->");
            assertThat(reply.response().headers().allValues("Cache-Control")).containsExactly("no-store");
            assertThat(reply.header("Content-Type")).isEqualToIgnoringCase("text/html;charset=utf-8");
        }
    }

    @Test
    void everyFileThatThePageNamesIsThereAndKept() throws Exception {
        List<MatchResult> named = ASSET.matcher(page).results().toList();

        assertThat(named)
                .extracting(asset -> asset.group(2))
                .contains("theme.css", "icon.svg", "console.js", "lib/lit-html.js");
        for (MatchResult asset : named) {
            HttpResponse<byte[]> file = gzipped("/console/" + asset.group(1));
            assertThat(file.statusCode()).as(asset.group()).isEqualTo(200);
            assertThat(file.headers().allValues("Cache-Control"))
                    .containsExactly("private, max-age=31536000, immutable");
            assertThat(file.headers().allValues("Vary")).containsExactly("Accept-Encoding");
            assertThat(file.headers().map()).doesNotContainKeys("pragma", "expires");
            Reply plain = person.get("/console/" + asset.group(1));
            assertThat(plain.header("Content-Encoding")).isEmpty();
            assertThat(plain.body()).isEqualTo(unpacked(file));
        }
    }

    @Test
    void eachKindHasItsType() throws Exception {
        Map<String, String> types = Map.of(
                "console.js", "text/javascript;charset=utf-8",
                "lib/bootstrap.min.css", "text/css;charset=utf-8",
                "icon.svg", "image/svg+xml;charset=utf-8");
        for (Map.Entry<String, String> type : types.entrySet()) {
            assertThat(person.get(asset(type.getKey())).header("Content-Type")).isEqualToIgnoringCase(type.getValue());
        }
    }

    @Test
    void librariesAreWhatTheConsoleTakesThemFor() throws Exception {
        assertThat(person.get(asset("lib/lit-html.js")).body())
                .contains("createPolicy(\"lit-html\"")
                .doesNotContainPattern("(?:^|[;}\\s])import[\\s{\"'*]");
        assertThat(person.get(asset("lib/bootstrap.min.css")).body()).contains("Bootstrap  v5.");
    }

    @Test
    void thePageIsCompressedTooAndAHeadOfItHasNoBody() throws Exception {
        assertThat(unpacked(gzipped("/console/"))).isEqualTo(page);
        for (String path : List.of("/console/", asset("console.js"))) {
            Reply head = person.send("HEAD", path, "");
            assertThat(head.status()).isEqualTo(200);
            assertThat(head.header("Content-Length"))
                    .isEqualTo(person.get(path).header("Content-Length"))
                    .isNotEqualTo("0");
        }
    }

    @Test
    void otherMethodsAreRefused() throws Exception {
        for (String method : List.of("POST", "PUT", "DELETE", "OPTIONS")) {
            Reply reply = person.send(method, asset("console.js"), "");
            assertThat(reply.status()).as(method).isEqualTo(405);
            assertThat(reply.header("Allow")).isEqualTo("GET, HEAD");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/console/assets/console.js",
                "/console/assets/0000000000000000/console.js",
                "/console/assets/HASH",
                "/console/assets/HASH/",
                "/console/assets/HASH/none.js",
                "/console/assets/HASH/Console.js",
                "/console/assets/HASH/lib/",
                "/console/assets/HASH/lib/lit-html.js.map",
                "/console/assets/HASH/index.html",
                "/console/assets/HASH/../HASH/none.js",
                "/console/assets/HASH/%2e%2e/%2e%2e/index.html/x",
                "/console/assets/HASH/lib/%2e%2e/%2e%2e/login.html",
                "/console/assets/HASH/..%2f..%2fWEB-INF/web.xml",
                "/console/assets/HASH/lib%2flit-html.js.",
                "/console/assets/HASH/lib%5clit-html.js",
                "/console/assets/HASH/console.js%00",
                "/console/index.htm",
                "/console/none"
            })
    void nothingElseIsThere(String path) throws Exception {
        Reply reply = person.get(path.replace("HASH", hash()));

        assertThat(reply.status()).isIn(400, 404);
        assertThat(reply.body()).doesNotContain("id=\"console\"", "<web-app", "const ADMIN");
        assertThat(reply.header("Cache-Control")).doesNotContain("immutable");
    }

    @Test
    void adm1_withoutASessionThereIsNoFile() throws Exception {
        for (String path : List.of("/console/", asset("console.js"), asset("lib/lit-html.js"))) {
            Reply reply = server.asNobody().get(path);
            assertThat(reply.status()).isIn(302, 303);
            assertThat(reply.header("Cache-Control")).doesNotContain("immutable");
        }
    }

    private String hash() {
        return ASSET.matcher(page).results().findFirst().orElseThrow().group(1).substring(7, 23);
    }

    private String asset(String name) {
        return "/console/assets/" + hash() + "/" + name;
    }

    private HttpResponse<byte[]> gzipped(String path) throws IOException, InterruptedException {
        URI uri = server.uri(path);
        HttpRequest request =
                HttpRequest.newBuilder(uri).header("Accept-Encoding", "gzip").build();
        return browser.send(request, BodyHandlers.ofByteArray());
    }

    private static String unpacked(HttpResponse<byte[]> response) throws IOException {
        assertThat(response.headers().allValues("Content-Encoding")).containsExactly("gzip");
        try (GZIPInputStream gzip = new GZIPInputStream(new ByteArrayInputStream(response.body()))) {
            return new String(gzip.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
