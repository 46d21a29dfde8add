package dev.countersign.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.it.FreePort;
import dev.countersign.it.Visitor;
import dev.countersign.tls.TestCertificate;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the page says of Tomcat beyond the first steps: its lines are followed, and its claims are put to the test. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class TomcatPageScenario {

    private static final Duration LONGEST_REDEPLOYMENT = Duration.ofSeconds(40);

    private final String version;
    private final int tlsPort = FreePort.next();
    private Tomcat server;
    private SSLContext tls;

    TomcatPageScenario(String version) {
        this.version = version;
    }

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        TestCertificate certificate = TestCertificate.ofLocalhost(folder);
        tls = certificate.trusting();
        server = new Tomcat(version, folder.resolve("server"));
        server.edited(page -> page.without("export TLS_CERTIFICATE"));
        server.filledIn("TLS_CERTIFICATE", certificate.pem())
                .filledIn("TLS_KEY", certificate.keyPem())
                .filledIn("TLS_PORT", tlsPort)
                // As it stands this would not be XML; it comes from the environment.
                .filledIn("DB_PASSWORD", "pass&<word|")
                .filledIn("DB_URL_OF_PARTNERS", "jdbc:h2:" + folder.resolve("partners") + ";WRITE_DELAY=0")
                .withPerson("guest", "nothing-of-ours")
                .withPerson("forgetful", "countersign-admin")
                .following("TLS")
                .following("Passwords from the environment");
        server.deploy(Container.war(), "valved", valve(""));
        server.deploy(Container.war(), "narrow", valve("internalProxies=\"10\\.9\\.9\\.9\""));
        server.start();
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void adm7_underTlsTheSessionsCookieIsSecure() throws Exception {
        Visitor visitor = new Visitor("https://localhost:" + tlsPort + "/countersign", tls);
        HttpResponse<String> login = visitor.login(Server.PERSON, server.personsPassword());

        assertThat(login.headers().firstValue("Set-Cookie").orElseThrow())
                .contains("; Secure", "; HttpOnly", "; SameSite=Lax");
        assertThat(login.headers().firstValue("Location").orElseThrow()).doesNotContain(";");
        assertThat(visitor.get("/admin/whoami").body()).contains("\"person\"");
    }

    /** The server's own realm locks a name, whatever the source of the guesses. */
    @Test
    void adm7_guessesLockNoPersonOut() throws Exception {
        assertThat(signsIn("forgetful", server.personsPassword())).isTrue();
        for (int guess = 0; guess < 9; guess++) {
            assertThat(signsIn("forgetful", "guess-" + guess)).isFalse();
        }
        assertThat(signsIn("forgetful", server.personsPassword())).isTrue();
    }

    @Test
    void aPersonWithoutTheRoleStaysOutside() throws Exception {
        Visitor guest = new Visitor(server.url());
        HttpResponse<String> login = guest.login("guest", server.personsPassword());
        assertThat(login.headers().firstValue("Location").orElseThrow()).endsWith("/login/failed.html");
        assertThat(server.log()).contains("login=console refused=NOT_IN_ROLE");
        assertThat(guest.get("/admin/clients").statusCode()).isEqualTo(401);
    }

    @ParameterizedTest
    @CsvSource({
        "X-Forwarded-For, 127.0.0.1",
        "X-Forwarded-For, ::1",
        "X-Forwarded-For, '127.0.0.1, 127.0.0.1'",
        "Forwarded, for=127.0.0.1"
    })
    void hdr5_behindTheValveNobodyPassesForThisMachine(String header, String value) throws Exception {
        assertThat(answer("valved").statusCode()).as("not even who is").isEqualTo(403);
        assertThat(answer("valved", header, value).body()).contains("the forwarding headers name the proxy itself");
        assertThat(answer("valved", header, value).statusCode()).isEqualTo(403);
    }

    @ParameterizedTest
    @CsvSource({"X-Forwarded-For, 127.0.0.1", "X-Forwarded-Proto, https", "Forwarded, for=127.0.0.1;proto=https"})
    void hdr5_aValveThatBelievesTheProxyAloneGainsNobodyElseAnything(String header, String value) throws Exception {
        assertThat(answer("narrow").statusCode()).isEqualTo(401);
        assertThat(answer("narrow", header, value).statusCode()).isEqualTo(403);
    }

    @Test
    void whomTheValveBelievesMayClaimHttps() throws Exception {
        assertThat(answer("valved", "X-Forwarded-Proto", "https").statusCode()).isEqualTo(401);
        assertThat(answer("valved", "X-Forwarded-Proto", "http").statusCode()).isEqualTo(403);
    }

    @Test
    void aChangedContextFileIsNoticed() throws Exception {
        server.follow("Change a setting");
        Visitor visitor = new Visitor(server.url());
        LifecycleScenario.await(
                () -> server.log().contains("Undeploying context [/countersign]")
                        && visitor.get("/health/ready").statusCode() == 200,
                LONGEST_REDEPLOYMENT,
                "it is deployed anew");
        assertThat(Files.exists(Path.of(server.filledIn("CATALINA_BASE"), "webapps/countersign.war")))
                .isTrue();
    }

    @Test
    void everyDeploymentHasItsOwnSettings() throws Exception {
        server.follow("Settings for one deployment of several");
        Visitor partners = new Visitor(server.origin() + "/partners");
        LifecycleScenario.await(
                () -> partners.get("/health/ready").statusCode() == 200, LONGEST_REDEPLOYMENT, "it is deployed");
        partners.login(Server.PERSON, server.personsPassword());
        HttpResponse<String> created = partners.post(
                "/admin/clients", "application/json", "{\"client_id\":\"theirs\"}", "Sec-Fetch-Site", "same-origin");
        assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
        Visitor here = new Visitor(server.url());
        here.login(Server.PERSON, server.personsPassword());
        assertThat(here.get("/admin/clients/theirs").statusCode()).isEqualTo(404);
        server.undeploy("partners");
    }

    private boolean signsIn(String name, String password) throws Exception {
        Visitor visitor = new Visitor(server.url());
        visitor.login(name, password);
        return visitor.get("/admin/whoami").statusCode() == 200;
    }

    private static UnaryOperator<String> valve(String attributes) {
        return context -> context.replace(
                "</Context>",
                "<Valve className=\"org.apache.catalina.valves.RemoteIpValve\" protocolHeader=\"X-Forwarded-Proto\" "
                        + attributes + "/></Context>");
    }

    /** The answer of this copy to a wrong credential. */
    private HttpResponse<String> answer(String copy, String... headers) throws Exception {
        Stream<String> credential = Stream.of("Authorization", Visitor.basic("nobody", "at-all"));
        return new Visitor(server.origin() + '/' + copy)
                .get(
                        "/admin/whoami",
                        Stream.concat(credential, Stream.of(headers)).toArray(String[]::new));
    }
}
