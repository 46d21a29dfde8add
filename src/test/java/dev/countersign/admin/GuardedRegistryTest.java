package dev.countersign.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.countersign.admin.Exchange.Reply;
import dev.countersign.client.AccessType;
import dev.countersign.client.AuditEvent;
import dev.countersign.client.AuthMethod;
import dev.countersign.client.Change;
import dev.countersign.client.Client;
import dev.countersign.client.ClientId;
import dev.countersign.client.ClientProfile;
import dev.countersign.client.Scopes;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every call that changes a client, against an administrator: a route that is in none of the two lists fails. */
class GuardedRegistryTest {

    private static final String CLIENT = "/clients/{client}";
    private static final String PKCS12 = "{\"format\":\"PKCS12\",\"store_password\":\"a password of some length\"}";
    private static final String SET = "{\"jwks\":{\"keys\":[]}}";

    /** What changes a client, as often as there are ways to. */
    private static final List<Attempt> CHANGES = List.of(
            new Attempt("POST", CLIENT + "/secrets", Means.SECRET, (by, path) -> by.post(path, "{}")),
            new Attempt("POST", CLIENT + "/secrets", Means.SECRET, (by, path) -> by.post(path, "{\"replace\":true}")),
            new Attempt("DELETE", CLIENT + "/secrets/{id}", Means.SECRET, (by, path) -> by.send("DELETE", path, "")),
            new Attempt("POST", CLIENT + "/key-pairs", Means.KEY, (by, path) -> by.post(path, PKCS12)),
            new Attempt(
                    "POST",
                    CLIENT + "/certificates",
                    Means.KEY,
                    (by, path) -> by.upload(path, Upload.of("CERTIFICATE_PEM", "certificate planted"))),
            new Attempt("DELETE", CLIENT + "/certificates/{id}", Means.KEY, (by, path) -> by.send("DELETE", path, "")),
            patch(Means.KEY, SET),
            patch(Means.KEY, "{\"jwks_uri\":\"https://evil.example/jwks\"}"),
            patch(Means.KEY, "{\"token_endpoint_auth_signing_alg\":\"ES256\"}"),
            patch(Means.KEY, "{\"token_endpoint_auth_method\":\"client_secret_basic\"}"),
            patch(Means.SECRET, "{\"token_endpoint_auth_method\":\"private_key_jwt\",\"jwks\":{\"keys\":[]}}"),
            patch(Means.SECRET, "{\"administrator\":false}"),
            patch(Means.SECRET, "{\"access_type\":\"bearer_only\"}"),
            patch(Means.SECRET, "{\"scope\":\"more\"}"),
            patch(Means.SECRET, "{\"client_name\":\"another\"}"),
            new Attempt(
                    "PUT",
                    CLIENT,
                    Means.SECRET,
                    (by, path) -> by.put(
                            path,
                            "{\"access_type\":\"confidential\",\"enabled\":true,\"administrator\":true,\"token_endpoint_auth_method\":\"private_key_jwt\"}",
                            "*")));

    /** What leaves no client changed: reads, caches, the registration of one that does not exist, and the removal. */
    private static final Set<String> OTHERS = Set.of(
            "POST /clients",
            "POST /bulk",
            "POST /key-sets/fetch",
            "POST /leaked",
            "POST /certificate-subjects",
            "DELETE " + CLIENT,
            "DELETE " + CLIENT + "/key-cache",
            "POST " + CLIENT + "/key-cache/refresh",
            "DELETE /key-cache",
            "POST /signing-keys",
            "POST /signing-keys/{kid}/activate",
            "DELETE /signing-keys/{kid}",
            "POST " + CLIENT + "/try");

    private AdminServer server;

    @BeforeEach
    void start() throws Exception {
        server = new AdminServer();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void adm6_everyRouteIsLookedAt() {
        Set<String> changing = server.administration.routes().routes().stream()
                .filter(route -> !route.method().equals("GET"))
                .map(route -> route.method() + " " + route.template())
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> lookedAt = new TreeSet<>(OTHERS);
        CHANGES.forEach(attempt -> lookedAt.add(attempt.method + " " + attempt.template));

        assertThat(lookedAt).isEqualTo(changing);
    }

    @ParameterizedTest
    @EnumSource
    void adm6_aScriptChangesNothingOfAnotherAdministrator(State state) throws Exception {
        Exchange script = server.asScript();
        for (Attempt attempt : CHANGES) {
            Client before = administrator(attempt.means, state);

            Reply reply = attempt.by(script, before);

            assertThat(reply.status()).as(attempt.template).isEqualTo(403);
            assertThat(reply.json().get("type")).isEqualTo(ProblemKind.FORBIDDEN.type());
            assertThat(reply.body()).contains("Only a person can change another administrator");
            assertThat(server.client("second")).as(attempt.template).isEqualTo(before);
            assertThat(lastEvent().actor()).isEqualTo("client:root");
            assertThat(lastEvent().action()).isEqualTo("client.refused");
            assertThat(lastEvent().client()).contains(before.id());
        }
    }

    @Test
    void adm6_aScriptSwitchesAnotherAdministratorOffAndDoesNothingElseWithIt() throws Exception {
        Exchange script = server.asScript();
        administrator(Means.SECRET, State.ENABLED);
        String andMore = "{\"enabled\":false,\"scope\":\"more\"}";

        assertThat(script.patch("/admin/clients/second", andMore, "*").status()).isEqualTo(403);
        assertThat(server.client("second").profile().enabled()).isTrue();
        assertThat(script.patch("/admin/clients/second", "{\"enabled\":false}", "*")
                        .status())
                .isEqualTo(200);
        assertThat(script.patch("/admin/clients/second", "{\"enabled\":true}", "*")
                        .status())
                .isEqualTo(403);
        assertThat(server.client("second").profile().enabled()).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void adm6_aPersonChangesAnyAdministrator(State state) throws Exception {
        Exchange person = server.asPerson("ada");
        for (Attempt attempt : CHANGES) {
            Client before = administrator(attempt.means, state);

            assertThat(attempt.by(person, before).status()).as(attempt.template).isBetween(200, 204);
            assertThat(server.registry.find(before.id())).isNotEqualTo(Optional.of(before));
        }
    }

    @Test
    void adm6_aScriptReplacesItsOwnSecret() throws Exception {
        server.register("second", AdminServer.PLAIN_SECRET, true, "");
        Exchange script = server.asScript();
        String old = server.client("root").secrets().get(0).id();

        Reply added = script.post("/admin/clients/root/secrets", "{}");
        assertThat(added.status()).isEqualTo(201);
        String secret = String.valueOf(added.json().get("client_secret"));
        Exchange renewed = server.asNobody().header("Authorization", AdminServer.basic("root", secret));
        assertThat(renewed.send("DELETE", "/admin/clients/root/secrets/" + old, "")
                        .status())
                .isEqualTo(204);
        assertThat(renewed.patch("/admin/clients/root", "{\"client_name\":\"x\"}", "*")
                        .status())
                .isEqualTo(200);
        assertThat(renewed.delete("/admin/clients/root", "*").status()).isEqualTo(204);
    }

    @Test
    void adm6_aScriptChangesClientsThatAreNoAdministrators() throws Exception {
        assertThat(server.asScript().post("/admin/clients/plain/secrets", "{}").status())
                .isEqualTo(201);
        assertThat(server.asScript().delete("/admin/clients/plain", "*").status())
                .isEqualTo(204);
    }

    @Test
    void adm6_whoWasSwitchedOffMeanwhileDoesNotSwitchItselfOn() {
        Client off = administrator(Means.SECRET, State.DISABLED);
        GuardedRegistry itself = new GuardedRegistry(
                server.registry,
                server.registry,
                Caller.of(administrator(Means.SECRET, State.ENABLED), InetAddress.getLoopbackAddress()));
        ClientProfile on = administrator(Means.SECRET, State.ENABLED).profile();
        administrator(Means.SECRET, State.DISABLED);

        Problem problem = catchThrowableOfType(
                        ProblemException.class,
                        () -> itself.update(
                                off.id(),
                                OptionalLong.empty(),
                                client -> client.with(on),
                                new Change("client:second", "client.update", "enabled")))
                .problem();

        assertThat(problem.kind()).isEqualTo(ProblemKind.FORBIDDEN);
        assertThat(server.client("second").profile().enabled()).isFalse();
    }

    @Test
    void adm6_aScriptRemovesAnotherAdministratorWhoseNameThenIsThatOfAPlainClient() throws Exception {
        server.register("second", AdminServer.PLAIN_SECRET, true, "");

        assertThat(server.asScript().delete("/admin/clients/second", "*").status())
                .isEqualTo(204);
        assertThat(server.asScript()
                        .post("/admin/clients", "{\"client_id\":\"second\",\"administrator\":true}")
                        .status())
                .isEqualTo(403);
        assertThat(server.asScript()
                        .post("/admin/clients", "{\"client_id\":\"second\"}")
                        .status())
                .isEqualTo(201);
        assertThat(server.client("second").profile().administrator()).isFalse();
    }

    private AuditEvent lastEvent() {
        return server.registry
                .events(Optional.empty(), Optional.empty(), 1)
                .items()
                .get(0);
    }

    /** Made anew. */
    private Client administrator(Means means, State state) {
        ClientId id = new ClientId("second");
        Change change = new Change("system", "client.create", "");
        if (server.registry.find(id).isPresent()) {
            server.registry.delete(id, OptionalLong.empty(), change);
        }
        if (means == Means.KEY) {
            server.registry.create(id, profile(means, state), List.of(), change);
            return server.registry.update(
                    id,
                    OptionalLong.empty(),
                    client -> client.withCertificates(List.of(server.keys.registered("certificate own", ""))),
                    change);
        }
        return server.registry.create(
                id,
                profile(means, state),
                List.of(server.secrets
                        .issue(
                                id,
                                AuthMethod.CLIENT_SECRET_BASIC,
                                Optional.empty(),
                                "",
                                Optional.empty(),
                                Optional.empty())
                        .registered()),
                change);
    }

    private static ClientProfile profile(Means means, State state) {
        return new ClientProfile(
                "",
                "",
                AccessType.CONFIDENTIAL,
                state != State.DISABLED,
                means == Means.KEY ? AuthMethod.PRIVATE_KEY_JWT : AuthMethod.CLIENT_SECRET_BASIC,
                Scopes.NONE,
                List.of(),
                true,
                Map.of());
    }

    private static Attempt patch(Means means, String change) {
        return new Attempt("PATCH", CLIENT, means, (by, path) -> by.patch(path, change, "*"));
    }

    /** How the administrator that is attacked proves itself. */
    private enum Means {
        SECRET,
        KEY
    }

    /** How it stands. */
    enum State {
        ENABLED,
        DISABLED
    }

    private interface Request {
        Reply send(Exchange by, String path) throws Exception;
    }

    private record Attempt(String method, String template, Means means, Request request) {

        Reply by(Exchange caller, Client target) throws Exception {
            String credential = means == Means.KEY
                    ? target.certificates().get(0).id()
                    : target.secrets().get(0).id();
            String path = template.replace("{client}", target.id().value()).replace("{id}", credential);
            return request.send(caller, "/admin" + path);
        }
    }
}
