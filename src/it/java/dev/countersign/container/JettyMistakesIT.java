package dev.countersign.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.it.Visitor;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What Jetty's administrators may leave out or get wrong: it is refused with a clear word, and the others on the server
 * serve on.
 */
@Tag("full")
class JettyMistakesIT {

    private static final String TOGETHER = "Countersign cannot start with these settings";
    private static final String HELP = Page.at("src/doc/jetty.md").text();

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static Jetty server;
    private static int mistakes;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        server = new Jetty("ee11", folder);
        server.start();
    }

    @AfterAll
    static void stop() throws Exception {
        assertThat(new Visitor(server.url()).get("/health/ready").statusCode()).isEqualTo(200);
        server.close();
    }

    @Test
    void noDataSource() throws Exception {
        assertRefused(JettyContext.without("jdbc/countersign"), "nothing is bound at java:comp/env/jdbc/countersign");
    }

    @Test
    void aDatabaseInMemory() throws Exception {
        assertRefused(
                JettyContext.changing("jdbc:h2:[^<]*", "jdbc:h2:mem:clients"),
                "the client store is an H2 database in memory");
    }

    @Test
    void noFileWithTheMasterKey() throws Exception {
        assertRefused(
                JettyContext.changing("countersign\\.keys", "lost.keys"), "masterKey: there is no file", "lost.keys");
    }

    @Test
    void noIssuer() throws Exception {
        assertRefused(JettyContext.without("countersign/issuer"), TOGETHER, "issuer is required: the https URL");
    }

    @Test
    void aWrongValue() throws Exception {
        assertRefused(JettyContext.with("clientCacheTtl", "tomorrow"), TOGETHER, "clientCacheTtl is \"tomorrow\"");
    }

    @Test
    void anUnknownSetting() throws Exception {
        assertRefused(
                JettyContext.with("trustedProxy", "10.0.0.1"),
                TOGETHER,
                "java:comp/env/countersign/trustedProxy is no setting; did you mean java:comp/env/countersign/trustedProxies?");
    }

    @Test
    void noLoginService() throws Exception {
        assertRefused(JettyContext.changing("(?s)  <Get name=\"securityHandler\">.*?</Get>\n", ""), "No LoginService");
    }

    @Test
    void noFileWithThePeople() throws Exception {
        assertRefused(
                JettyContext.changing("countersign-realm\\.properties", "lost.properties"),
                "Config does not exist",
                "lost.properties");
    }

    @Test
    void noDriver() throws Exception {
        assertRefused(
                JettyContext.changing("jdbc:h2:[^<]*", "jdbc:postgresql://localhost/countersign"),
                "No suitable driver",
                "the client store gives no connection");
    }

    /** Nothing is wrong that the server could know; the person is told. */
    @Test
    void aPersonWithoutTheRole(@TempDir Path folder) throws Exception {
        Path people = folder.resolve("people.properties");
        Files.writeString(people, "visitor: a long password of somebody else\n");
        server.deploy(
                Container.war(),
                "roleless",
                JettyContext.changing("(?<=<Arg>)[^<]*-realm\\.properties", people.toString()));
        Visitor visitor = new Visitor(server.origin() + "/roleless");
        HttpResponse<String> login = visitor.login("visitor", "a long password of somebody else");

        assertThat(login.headers().firstValue("Location").orElseThrow()).endsWith("/login/failed.html");
        assertThat(server.log()).contains("login=console refused=NOT_IN_ROLE");
        assertThat(visitor.get("/admin/clients").statusCode()).isEqualTo(401);
    }

    /** Not our doing: Jetty reads the context file, and gives up. */
    @Test
    void noPool(@TempDir Path folder) {
        try (Jetty broken = new Jetty("ee11", folder)) {
            broken.edited(page -> page.with("cp \"$DB_DRIVER\" \"$DB_POOL\"", "cp \"$DB_DRIVER\""));

            assertThatThrownBy(broken::start)
                    .hasMessageContaining("Config error")
                    .hasMessageContaining("com.zaxxer.hikari.HikariDataSource");
        }
    }

    private static void assertRefused(UnaryOperator<String> mistake, String... reasons) throws Exception {
        String name = "mistake" + ++mistakes;
        int before = server.log().length();
        server.deploy(Container.war(), name, mistake);

        for (String reason : reasons) {
            assertThat(server.awaitLog(line -> line.contains(reason), PATIENCE))
                    .as(reason)
                    .isTrue();
        }
        assertThat(server.log().substring(before))
                .contains("Failed startup of context")
                .contains(reasons);
        assertThat(HELP).contains("| `" + reasons[0] + "` |");
        HttpResponse<String> answer = new Visitor(server.origin() + '/' + name).get("/health/live");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(503);
        assertThat(answer.body()).doesNotContain("dev.countersign", "Exception");
    }
}
