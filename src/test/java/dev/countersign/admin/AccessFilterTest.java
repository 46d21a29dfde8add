package dev.countersign.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.admin.Exchange.Reply;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AccessFilterTest {

    private AdminServer server;

    @BeforeAll
    void start() throws Exception {
        server = new AdminServer();
    }

    @AfterAll
    void stop() throws Exception {
        server.close();
    }

    @ParameterizedTest
    @CsvSource({
        "GET,/admin/clients",
        "POST,/admin/clients",
        "PUT,/admin/clients/plain",
        "DELETE,/admin/clients/plain",
        "OPTIONS,/admin/clients",
        "HEAD,/admin/statistics",
        "GET,/admin/openapi.json",
        "GET,/admin",
        "GET,/admin/",
        "GET,/admin/no/such/thing",
        "BREW,/admin/clients"
    })
    void adm1_withoutCredentialsNoPathAndNoMethodIsOpen(String method, String path) throws Exception {
        Reply reply = server.asNobody().send(method, path, "");

        assertThat(reply.status()).isEqualTo(401);
        assertThat(reply.header("WWW-Authenticate")).startsWith("Basic ");
        assertThat(reply.header("Cache-Control")).isEqualTo("no-store");
        assertThat(reply.header("Content-Type")).startsWith("application/problem+json");
        assertThat(reply.header("Set-Cookie")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"root,wrong", "unknown,wrong", "plain,wrong"})
    void adm1_wrongCredentialsAre401WithBasic(String id, String secret) throws Exception {
        Reply reply = server.asNobody()
                .header("Authorization", AdminServer.basic(id, secret))
                .header("Sec-Fetch-Mode", "cors")
                .get("/admin/clients");

        assertThat(reply.status()).isEqualTo(401);
        assertThat(reply.header("WWW-Authenticate")).startsWith("Basic ");
        assertThat(reply.json()).containsEntry("status", 401L).containsKeys("type", "title", "detail");
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", Role.ADMINISTRATORS})
    void adm6_aScopeOrAClientNamedLikeTheRoleIsNoAdministrator(String id) throws Exception {
        Reply reply = server.asNobody()
                .header("Authorization", AdminServer.basic(id, AdminServer.PLAIN_SECRET))
                .get("/admin/clients");

        assertThat(reply.status()).isEqualTo(403);
        assertThat(reply.header("Content-Type")).startsWith("application/problem+json");
    }

    @Test
    void adm1_anAdministratorClientComesIn() throws Exception {
        Reply reply = server.asScript().get("/admin/whoami");

        assertThat(reply.json()).containsEntry("name", "root").containsEntry("kind", "client");
        assertThat(reply.header("Cache-Control")).isEqualTo("no-store");
    }

    @Test
    void adm1_aPersonInTheRoleComesIn() throws Exception {
        Reply reply = server.asPerson("ada").get("/admin/whoami");

        assertThat(reply.json()).containsEntry("name", "ada").containsEntry("kind", "person");
    }

    @Test
    void adm1_aPersonWithoutTheRoleIs403() throws Exception {
        assertThat(server.asPersonOfTheContainer("bob").get("/admin/clients").status())
                .isEqualTo(403);
    }

    @Test
    void adm1_aWrongCredentialIsNotMadeGoodByASession() throws Exception {
        Exchange person = server.asPerson("ada").header("Authorization", AdminServer.basic("root", "wrong"));

        assertThat(person.get("/admin/clients").status()).isEqualTo(401);
    }

    @Test
    void adm7_aBrowsersFetchGetsNoDialog() throws Exception {
        Reply reply = server.asNobody().header("Sec-Fetch-Mode", "cors").get("/admin/clients");

        assertThat(reply.status()).isEqualTo(401);
        assertThat(reply.header("WWW-Authenticate")).startsWith("Bearer ");
    }

    @ParameterizedTest
    @CsvSource({
        "same-origin, , true",
        "none, , true",
        "cross-site, , false",
        "same-site, , false",
        "'', , false",
        "cross-site, own, false",
        "same-origin, https://evil.example, true",
        ", own, true",
        ", https://auth.example.com, true",
        ", https://auth.example.com.evil.example, false",
        ", https://auth.example.com:444, false",
        ", http://auth.example.com, false",
        ", http://127.0.0.1:1, false",
        ", null, false",
        ", , false",
    })
    void adm2_changesBySessionComeFromOurOwnPages(String site, String origin, boolean admitted) throws Exception {
        Exchange person = server.asPerson("ada").without("Sec-Fetch-Site");
        if (site != null) {
            person.header("Sec-Fetch-Site", site);
        }
        if (origin != null) {
            String own = "http://" + server.uri("").getAuthority();
            person.header("Origin", origin.equals("own") ? own : origin);
        }

        Reply reply = person.post("/admin/clients/plain/secrets", "{\"label\":7}");

        assertThat(reply.status()).isEqualTo(admitted ? 400 : 403);
        assertThat(person.get("/admin/clients").status()).isEqualTo(200);
    }

    @Test
    void adm2_scriptsNeedNoOrigin() throws Exception {
        assertThat(server.asScript()
                        .post("/admin/clients/plain/secrets", "{\"label\":7}")
                        .status())
                .isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"forward", "include", "named"})
    void gen15_noOtherPageLeadsHere(String way) throws Exception {
        for (Exchange anyone : new Exchange[] {server.asNobody(), server.asScript(), server.asPerson("ada")}) {
            Reply reply = anyone.get("/side/" + way);

            assertThat(reply.body()).doesNotContain("items", "client_id");
        }
    }

    @Test
    void gen11_anOutageIs503() throws Exception {
        server.registry.failWith(Optional.of(MemoryRegistry.outage()));
        try {
            Reply reply = server.asScript().get("/admin/clients");

            assertThat(reply.status()).isEqualTo(503);
            assertThat(reply.header("Retry-After")).matches("[1-9][0-9]*");
            assertThat(reply.header("Content-Type")).startsWith("application/problem+json");
            assertThat(reply.body()).doesNotContain("jdbc");
        } finally {
            server.registry.failWith(Optional.empty());
        }
    }

    @Test
    void adm2_signingOutEndsTheSession() throws Exception {
        Exchange person = server.asPerson("ada");
        person.header("Sec-Fetch-Site", "cross-site");
        assertThat(person.send("POST", "/console/logout", "").status()).isEqualTo(403);
        person.header("Sec-Fetch-Site", "same-origin");
        assertThat(person.get("/admin/whoami").status()).isEqualTo(200);

        Reply reply = person.send("POST", "/console/logout", "");

        assertThat(reply.body()).contains("name=\"j_username\"");
        assertThat(person.get("/admin/whoami").status()).isEqualTo(401);
    }
}
