package dev.countersign.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.container.Page;
import dev.countersign.http.Answer;
import dev.countersign.http.RawConnection;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules of {@code src/doc/tokens.md} that lead from the root of the host to the metadata, in the recipes. */
@Tag("full")
class MetadataRulesIT {

    private static final Page RULES = Page.at("src/doc/tokens.md");
    private static final String AT_THE_ROOT = "/.well-known/oauth-authorization-server/countersign";
    private static final String BELOW_THE_PATH = "/countersign/.well-known/oauth-authorization-server";

    private static String rule(String language, int which) {
        return RULES.blocks("Metadata at the host's root", language).get(which);
    }

    /** In the server's block. */
    @Nested
    class NginxRule extends Scenario {

        @Override
        ReverseProxy proxy(Path folder, Page page, int countersign, int application) throws Exception {
            return new Nginx(
                    folder,
                    page.with("    location / {", rule("nginx", 0) + "    location / {"),
                    countersign,
                    application);
        }
    }

    /** Before all other rules, and with a backend of its own. */
    @Nested
    class HaProxyRule extends Scenario {

        @Override
        ReverseProxy proxy(Path folder, Page page, int countersign, int application) throws Exception {
            String ask = "    http-request lua.countersign\n";
            String otherwise = "    default_backend application\n";
            String[] backend = rule("haproxy", 1).split("(?m)^(?=backend)", 2);
            Page ruled = page.with(ask, rule("haproxy", 0) + ask)
                    .with(otherwise, backend[0] + otherwise)
                    .with("\nbackend application\n", '\n' + backend[1] + "\nbackend application\n");
            return new HaProxy(folder, ruled, countersign, application);
        }
    }

    /** Before the rule for everything, and in the script. */
    @Nested
    class ApacheRule extends Scenario {

        @Override
        ReverseProxy proxy(Path folder, Page page, int countersign, int application) throws Exception {
            String everything = "    ProxyPass / ";
            String verify = "function verify(r)\n";
            Page ruled = page.with(everything, rule("apache", 0) + everything).with(verify, verify + rule("lua", 0));
            return new ApacheHttpd(folder, ruled, countersign, application);
        }
    }

    /** What has to hold with the rule of every proxy. */
    abstract static class Scenario extends ProxyStage {

        @Test
        void meta1_theMetadataAtTheRootNameTheIssuerAndNeedNoCredential() throws Exception {
            Answer answer = at(AT_THE_ROOT);

            assertThat(answer.status()).as(proxy.log()).isEqualTo(200);
            assertThat(answer.header("Content-Type")).contains("application/json");
            assertThat(answer.body()).contains("\"issuer\":\"" + issuer() + '"');
            assertThat(askedPaths()).containsExactly(BELOW_THE_PATH);
            assertThat(application.arrived()).isEmpty();
        }

        @Test
        void everythingElseIsAskedAboutAsBefore() throws Exception {
            assertThat(get("/invoices").status()).isEqualTo(401);
            assertThat(application.arrived()).isEmpty();
            assertThat(get("/invoices", authorization()).status()).isEqualTo(200);
            assertThat(application.arrived()).hasSize(1);
            assertThat(askedPaths()).containsOnly("/countersign/verify");
        }

        /** The next request of the same connection is judged by itself. */
        @Test
        void theRuleHoldsForOneRequest() throws Exception {
            try (RawConnection connection = proxy.connect(newcomer())) {
                assertThat(connection.send(atTheIssuer(AT_THE_ROOT)).status()).isEqualTo(200);
                assertThat(connection.send(request("GET", "/invoices")).status())
                        .isEqualTo(401);
            }
            assertThat(application.arrived()).isEmpty();
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "/",
                    "/x",
                    "x",
                    ";x=y",
                    "/../../../invoices",
                    "/..;/..;/..;/invoices",
                    "%2f..%2f..%2f..%2finvoices",
                    "/%2e%2e/%2e%2e/%2e%2e/invoices",
                    "%00",
                    "?/../../invoices",
                })
        void noPathNearItLeadsRoundTheQuestion(String more) throws Exception {
            Answer answer = at(AT_THE_ROOT + more);

            assertThat(application.arrived()).isEmpty();
            assertThat(askedPaths()).isSubsetOf("/countersign/verify", BELOW_THE_PATH);
            if (answer.status() == 200) {
                assertThat(answer.body()).contains("\"issuer\":");
            } else {
                assertThat(answer.status()).isBetween(400, 499);
            }
        }

        private Answer at(String path) throws IOException {
            try (RawConnection connection = proxy.connect(newcomer())) {
                return connection.send(atTheIssuer(path));
            }
        }

        /** The proxy passes the host on, and Countersign answers at its issuer's only. */
        private static String atTheIssuer(String path) {
            return request("GET", path).replace("Host: api.example", "Host: localhost");
        }

        /** Of the requests that came to Countersign, without their queries. */
        private List<String> askedPaths() {
            return gate.asked()
                    .lines()
                    .filter(line -> line.matches("[A-Z]+ \\S+ HTTP/1\\.[01]"))
                    .map(line -> line.split(" ", 3)[1].replaceFirst("\\?.*", ""))
                    .toList();
        }
    }
}
