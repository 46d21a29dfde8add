package dev.countersign.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.http.Answer;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/**
 * GEN-17: in no spelling of a path does a request without a credential reach a guarded resource or a file of the
 * application.
 */
interface PathScenario extends Scenario {

    /** In the place of {@code @} stands each of what is guarded. */
    List<String> SPELLINGS = List.of(
            "/countersign/@",
            "/countersign//@",
            "//countersign/@",
            "/countersign/@;x=y",
            "/countersign;x/@",
            "/countersign/;/@",
            "/countersign/./@",
            "/countersign/login/../@",
            "/countersign/login/..;/@",
            "/countersign/login/..;y=z/@",
            "/countersign/health/live/../../@",
            "/countersign/login/%2e%2e/@",
            "/countersign/login/%2E%2E/@",
            "/countersign/login/.%2e/@",
            "/countersign/%2e/@",
            "/countersign/login%2f..%2f@",
            "/countersign/login/%252e%252e/@",
            "/countersign%2f@",
            "/countersign/login\\..\\@",
            "/countersign\\@",
            "/countersign/login%5c..%5c@",
            "/countersign/%c0%af@",
            "/countersign/%u002f@",
            "/countersign/@%00",
            "/countersign/@%00.html",
            "/countersign/@.",
            "/countersign/@..",
            "/countersign/@%20",
            "/countersign/@%09",
            "/countersign/@%0a",
            "/countersign/@;.css",
            "/countersign/@;jsessionid=0",
            "/countersign/@#",
            "/countersign/@?/../../login/login.html",
            "/countersign/@/../@",
            "/countersign/@/..;/@",
            "/countersign/@/%2e%2e/@",
            "http://localhost/countersign/@",
            "http://localhost/countersign/login/../@",
            "/COUNTERSIGN/@",
            "/x/../countersign/@",
            "/../countersign/@",
            "*");

    List<String> GUARDED = List.of(
            "verify",
            "%76erify",
            "VERIFY",
            "verify/x",
            "admin/clients",
            "metrics",
            "%61dmin/clients",
            "Admin/clients",
            "admin//clients",
            "admin",
            "admin/openapi.json",
            "console/",
            "console/index.html",
            "console/assets/main.js",
            "Console/index.html",
            "%63onsole/index.html");

    List<String> FILES = List.of(
            "WEB-INF/web.xml",
            "WEB-INF/",
            "WEB-INF",
            "web-inf/web.xml",
            "WEB-INF./web.xml",
            "WEB-INF%20/web.xml",
            "%57EB-INF/web.xml",
            "WEB-INF/classes/dev/countersign/boot/Countersign.class",
            "WEB-INF/jboss-deployment-structure.xml",
            "META-INF/MANIFEST.MF",
            "meta-inf/MANIFEST.MF",
            "META-INF/",
            "dev/countersign/launch/Main.class",
            "dev/countersign/auth/Throttle.class",
            "login/;/../WEB-INF/web.xml",
            "console/../WEB-INF/web.xml");

    /** A text of each public page. */
    List<String> PUBLIC = List.of("<h1>Sign in</h1>", "url=console/", "\"status\":\"UP\"");

    /** Something of whatever is not. */
    List<String> SECRET = List.of(
            "<web-app",
            "Manifest-Version",
            "jboss-deployment-structure>",
            "\u00ca\u00fe\u00ba\u00be",
            "\"items\"",
            "\"openapi\"",
            "id=\"console\"",
            "modulepreload");

    @ParameterizedTest
    @FieldSource("SPELLINGS")
    default void gen17_noSpellingGetsRoundAGuard(String spelling) throws Exception {
        for (String guarded : GUARDED) {
            assertOutside("GET", spelling.replace("@", guarded));
        }
    }

    @ParameterizedTest
    @FieldSource("SPELLINGS")
    default void gen17_noSpellingGetsAFileOut(String spelling) throws Exception {
        for (String file : FILES) {
            assertOutside("GET", spelling.replace("@", file));
        }
    }

    @Test
    default void gen17_noMethodGetsRoundAGuard() throws Exception {
        for (String method :
                List.of("HEAD", "POST", "PUT", "DELETE", "OPTIONS", "TRACE", "CONNECT", "FOO", "get", "Get")) {
            for (String guarded : GUARDED) {
                assertOutside(method, "/countersign/" + guarded);
            }
            for (String file : FILES) {
                assertOutside(method, "/countersign/" + file);
            }
        }
    }

    @Test
    default void gen17_nothingThatATraceCarriesComesBack() throws Exception {
        for (String path : List.of(
                "/countersign/verify",
                "/countersign/admin/clients",
                "/countersign/console/",
                "/countersign/login/login.html")) {
            Answer answer = raw("TRACE " + path + " HTTP/1.1", "Host: localhost", "Authorization: Basic eDp5", "", "");
            // Jetty asks for the login first.
            assertThat(answer.status()).as(answer.toString()).isBetween(300, 499);
            assertThat(answer.body()).doesNotContain("eDp5");
        }
    }

    private void assertOutside(String method, String path) throws IOException {
        Answer answer = raw(
                method + " " + path + " HTTP/1.1",
                "Host: localhost",
                "X-HTTP-Method-Override: GET",
                "X-Original-URL: /countersign/login/login.html",
                "X-Rewrite-URL: /countersign/login/login.html",
                "X-Forwarded-Prefix: /countersign/login",
                "Content-Length: 0",
                "Connection: close",
                "",
                "");
        assertThat(answer.header("X-Client-Id")).as(path).isEmpty();
        assertThat(answer.status())
                .as(method + " " + path + " " + answer)
                .satisfiesAnyOf(
                        status -> assertThat(status).isLessThan(500),
                        status -> assertThat(status).isEqualTo(501));
        assertThat(SECRET).as(method + " " + path).noneMatch(answer.body()::contains);
        boolean mayBeEmpty =
                List.of("HEAD", "OPTIONS").contains(method) && !path.matches("/countersign/(verify|admin).*");
        if (answer.status() / 100 == 2 && !(mayBeEmpty && answer.body().isEmpty())) {
            // Not every odd spelling is guarded; but then it has to be one of the public pages.
            assertThat(PUBLIC).as(method + " " + path + " " + answer).anyMatch(answer.body()::contains);
        }
    }
}
