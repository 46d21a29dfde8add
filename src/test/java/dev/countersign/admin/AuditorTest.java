package dev.countersign.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.admin.Exchange.Reply;
import dev.countersign.client.AuditEvent;
import dev.countersign.client.Change;
import dev.countersign.client.Client;
import dev.countersign.client.ClientId;
import dev.countersign.client.ClientProfile;
import dev.countersign.token.SigningKey;
import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read only cannot change anything. */
class AuditorTest {

    /** Beside these: {@code GET}, {@code HEAD} and {@code OPTIONS}. */
    private static final List<String> OTHER_METHODS =
            List.of("POST", "PUT", "PATCH", "DELETE", "PROPFIND", "get", "Options");

    private static final String WATCHER = "watcher";

    private AdminServer server;

    @BeforeEach
    void start() throws Exception {
        server = new AdminServer();
        server.registerAuditor(WATCHER, AdminServer.PLAIN_SECRET);
        server.asScript().post("/admin/signing-keys", "");
        server.asScript().upload("/admin/clients/plain/certificates", Upload.of("CERTIFICATE_PEM", "certificate old"));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    /** Each way in, by the name of the test case. */
    private Exchange as(String who) throws Exception {
        return switch (who) {
            case "client" ->
                server.asNobody().header("Authorization", AdminServer.basic(WATCHER, AdminServer.PLAIN_SECRET));
            case "person" -> server.asPerson("ivy");
            default -> server.asPersonOfTheContainer("ivy");
        };
    }

    @ParameterizedTest
    @ValueSource(strings = {"client", "person", "person of the container"})
    void ops5_noMethodOnAnyPathChangesAnything(String who) throws Exception {
        Exchange auditor = as(who);
        State before = state();
        for (String path : paths()) {
            for (String method : OTHER_METHODS) {
                for (String body : List.of("", "{}", "{\"client_id\":\"new\"}", "{\"administrator\":true}")) {
                    String query = body.isEmpty() ? "?method=GET&_method=GET" : "";
                    Reply reply = auditor.header("Content-Type", "application/json")
                            .header("If-Match", "*")
                            .header("X-HTTP-Method-Override", "GET")
                            .send(method, path + query, body);

                    assertThat(reply.header("Content-Type")).isEqualTo("application/problem+json");
                    if (isForAuditors(method, path)) {
                        assertThat(reply.status()).as(method + " " + path).isIn(400, 403);
                    } else {
                        assertThat(reply.status()).as(method + " " + path).isEqualTo(403);
                        assertThat(reply.json()).containsEntry("type", ProblemKind.FORBIDDEN.type());
                    }
                }
            }
            for (String method : List.of("GET", "HEAD", "OPTIONS")) {
                Reply reply =
                        auditor.header("Content-Type", "application/json").send(method, path, "{\"revoke\":true}");

                assertThat(reply.status()).as(method + " " + path).isIn(200, 204, 400, 404, 405);
            }
        }

        assertThat(state()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"client", "person", "person of the container"})
    void ops5_anAuditorReadsWhatAnAdministratorReads(String who) throws Exception {
        Exchange auditor = as(who);
        for (Route route : server.administration.routes().routes()) {
            if (route.method().equals("GET")) {
                String path = path(route) + (route.template().equals("/expiring") ? "?within=P30D" : "");

                assertThat(auditor.get(path).status())
                        .as(path)
                        .isEqualTo(server.asScript().get(path).status());
            }
        }
        assertThat(auditor.get("/admin/clients/plain").status()).isEqualTo(200);
        assertThat(auditor.get("/admin/whoami").json()).containsEntry("role", "auditor");
        assertThat(server.asScript().get("/admin/whoami").json()).containsEntry("role", "administrator");
    }

    /** A path that another part of a container reads in another way. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/admin/clients;x=y",
                "/admin;x=y/clients",
                "/admin//clients",
                "//admin/clients",
                "/admin/./clients",
                "/admin/x/../clients",
                "/%61dmin/clients",
                "/admin/%63lients",
                "/admin/clients/",
                "/admin/clients/..;/clients",
                "/admin/clients%00",
                "/console/../admin/clients"
            })
    void ops5_noSpellingOfAPathLeadsPast(String path) throws Exception {
        Exchange auditor = as("person");
        State before = state();

        Reply reply = auditor.post(path, "{\"client_id\":\"new\",\"access_type\":\"public\"}");

        assertThat(reply.status()).isBetween(400, 499);
        assertThat(state()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"client", "person"})
    void adm6_anAuditorGrantsNothing(String who) throws Exception {
        Exchange auditor = as(who);
        for (String grant : List.of("{\"administrator\":true}", "{\"auditor\":true}", "{\"allowed_sources\":[]}")) {
            for (String client : List.of(WATCHER, "plain")) {
                assertThat(auditor.patch("/admin/clients/" + client, grant, "*").status())
                        .isEqualTo(403);
            }
        }
        assertThat(auditor.post("/admin/clients/" + WATCHER + "/secrets", "{}").status())
                .isEqualTo(403);
    }

    @Test
    void adm6_anAdministratorClientGrantsTheReadingAlone() throws Exception {
        Exchange script = server.asScript();

        assertThat(script.patch("/admin/clients/plain", "{\"auditor\":true}", "*")
                        .status())
                .isEqualTo(200);
        assertThat(plain().get("/admin/clients").status()).isEqualTo(200);
        assertThat(plain().post("/admin/clients", "{\"client_id\":\"new\"}").status())
                .isEqualTo(403);
        assertThat(script.patch("/admin/clients/plain", "{\"administrator\":true}", "*")
                        .status())
                .isEqualTo(403);
        assertThat(script.patch("/admin/clients/plain", "{\"auditor\":false}", "*")
                        .status())
                .isEqualTo(200);
        assertThat(plain().get("/admin/clients").status()).isEqualTo(403);
    }

    @Test
    void adm6_theRightsOfAnAdministratorContainThoseOfAnAuditor() throws Exception {
        Exchange person = server.asPerson("ada");
        person.patch("/admin/clients/plain", "{\"auditor\":true,\"administrator\":true}", "*");

        assertThat(plain().get("/admin/whoami").json()).containsEntry("role", "administrator");
        assertThat(plain().patch("/admin/clients/plain", "{\"client_name\":\"x\"}", "*")
                        .status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({"disabled, '{\"enabled\":false}', 401", "public, '{\"access_type\":\"public\"}', 401"})
    void adm6_anAuditorThatMayNotAuthenticateReadsNothing(String name, String change, int status) throws Exception {
        server.asScript().patch("/admin/clients/" + WATCHER, change, "*");

        assertThat(as("client").get("/admin/clients").status()).as(name).isEqualTo(status);
    }

    /** A credential in the request counts before a session, in both directions. */
    @Test
    void adm1_aCredentialBesideASessionDecidesAlone() throws Exception {
        Exchange withAdministrator =
                as("person").header("Authorization", AdminServer.basic("root", AdminServer.ROOT_SECRET));
        Exchange withAuditor =
                server.asPerson("ada").header("Authorization", AdminServer.basic(WATCHER, AdminServer.PLAIN_SECRET));

        assertThat(withAdministrator.get("/admin/whoami").json()).containsEntry("role", "administrator");
        assertThat(withAuditor.get("/admin/whoami").json()).containsEntry("role", "auditor");
        assertThat(withAuditor.post("/admin/clients", "{}").status()).isEqualTo(403);
    }

    @Test
    void adm6_aRoleNamedByAScopeIsNone() throws Exception {
        server.asScript().patch("/admin/clients/plain", "{\"scope\":\"" + Role.AUDITORS + "\"}", "*");

        assertThat(plain().get("/admin/clients").status()).isEqualTo(403);
    }

    /** The registry refuses by itself, should a route lead there. */
    @Test
    void ops5_theRegistryOfAnAuditorChangesNothing() {
        Caller auditor = Caller.of(server.client(WATCHER), InetAddress.getLoopbackAddress());
        GuardedRegistry registry = new GuardedRegistry(server.registry, server.registry, auditor);
        ClientId plain = new ClientId("plain");
        Change change = new Change("client:watcher", "client.update", "");
        State before = state();

        for (Runnable attempt : List.<Runnable>of(
                () -> registry.create(new ClientId("new"), ClientProfile.confidential(), List.of(), change),
                () -> registry.update(plain, OptionalLong.empty(), client -> client, change),
                () -> registry.delete(plain, OptionalLong.empty(), change))) {
            assertThatThrownBy(attempt::run)
                    .isInstanceOfSatisfying(
                            ProblemException.class,
                            e -> assertThat(e.problem().kind()).isEqualTo(ProblemKind.FORBIDDEN));
        }
        assertThat(state()).isEqualTo(before);
    }

    /** Whether its handler refuses what would change something: its own test says what that is. */
    private boolean isForAuditors(String method, String path) {
        return server.administration.routes().routes().stream()
                .anyMatch(route -> route.auditors()
                        && route.method().equals(method)
                        && path(route).equals(path));
    }

    private Exchange plain() {
        return server.asNobody().header("Authorization", AdminServer.basic("plain", AdminServer.PLAIN_SECRET));
    }

    /** Of every route, and of none. */
    private List<String> paths() {
        return Stream.concat(
                        server.administration.routes().routes().stream().map(this::path),
                        Stream.of("/admin", "/admin/", "/admin/no/such/thing"))
                .distinct()
                .toList();
    }

    private String path(Route route) {
        Client plain = server.client("plain");
        String id = route.template().contains("/secrets")
                ? plain.secrets().get(0).id()
                : plain.certificates().isEmpty()
                        ? "none"
                        : plain.certificates().get(0).id();
        return "/admin"
                + route.template()
                        .replace("{client}", "plain")
                        .replace("{id}", id)
                        .replace("{kid}", server.signingKeys.all().get(0).kid());
    }

    /** All that administration can change. */
    private record State(Map<ClientId, Client> clients, List<AuditEvent> events, List<SigningKey> keys) {}

    private State state() {
        Map<ClientId, Client> clients = new LinkedHashMap<>();
        server.registry.page("", Optional.empty(), 100).items().forEach(client -> clients.put(client.id(), client));
        return new State(
                clients,
                server.registry.events(Optional.empty(), Optional.empty(), 100).items(),
                server.signingKeys.all());
    }
}
