package dev.countersign.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.admin.Exchange.Reply;
import dev.countersign.client.Client;
import dev.countersign.client.ClientId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BulkCallsTest {

    private static final String BULK = "/admin/bulk";

    private AdminServer server;
    private Exchange script;

    @BeforeEach
    void start() throws Exception {
        server = new AdminServer();
        script = server.asScript();
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    @Test
    void eachClientIsRegisteredOrHasItsProblem() throws Exception {
        Reply reply = script.post(BULK, """
                {"clients":[
                  {"client_id":"one","client_name":"First"},
                  {"client_id":"plain"},
                  {"client_id":"bad","scope":"\\""},
                  {"client_id":"bare","secrets":[]},
                  {"client_id":"one"},
                  {"client_id":"strange","colour":"red"},
                  {}
                ]}""");

        assertThat(reply.status()).isEqualTo(200);
        List<Map<String, Object>> items = items(reply);
        assertThat(items)
                .extracting(item -> item.get("status"))
                .containsExactly(201L, 409L, 400L, 201L, 409L, 400L, 201L);
        assertThat(client(items.get(0)))
                .containsEntry("client_id", "one")
                .containsEntry("client_name", "First")
                .containsEntry("links", Map.of("self", "/countersign/admin/clients/one"));
        assertThat((String) client(items.get(0)).get("client_secret")).startsWith(PlainSecrets.PLANT);
        assertThat(client(items.get(3))).doesNotContainKey("client_secret");
        assertThat(problem(items.get(1)))
                .containsEntry("field", "client_id")
                .containsEntry("detail", "A client with this id already exists.");
        assertThat(problem(items.get(2))).containsEntry("field", "scope");
        assertThat(problem(items.get(5))).containsEntry("field", "colour");
        assertThat(server.client("one").secrets()).hasSize(1);
        assertThat(server.client("bare").secrets()).isEmpty();
        assertThat(server.client(String.valueOf(client(items.get(6)).get("client_id")))
                        .secrets())
                .hasSize(1);
        assertThat(find("strange")).isEmpty();
    }

    @Test
    void adm5_anAdministratorIsMadeByAPersonOnlyAndThenNoneIsRegistered() throws Exception {
        String body = "{\"clients\":[{\"client_id\":\"one\"},{\"client_id\":\"chief\",\"administrator\":true}]}";

        Reply refused = script.post(BULK, body);

        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.json()).containsEntry("field", "administrator");
        assertThat(find("one")).isEmpty();
        assertThat(find("chief")).isEmpty();

        assertThat(items(server.asPerson("ada").post(BULK, body)))
                .extracting(item -> item.get("status"))
                .containsExactly(201L, 201L);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"clients\":[]}",
                "{\"clients\":{}}",
                "{\"clients\":null}",
                "{\"clients\":\"one\"}",
                "{\"clients\":[\"one\"]}",
                "{\"clients\":[{\"client_id\":\"one\"},[]]}",
                "{\"clients\":[{\"client_id\":\"one\"}],\"more\":1}",
                "[{\"client_id\":\"one\"}]"
            })
    void aMalformedCallRegistersNone(String body) throws Exception {
        assertThat(script.post(BULK, body).status()).isEqualTo(400);
        assertThat(find("one")).isEmpty();
    }

    @Test
    void thereIsAnEndToTheNumberOfClients() throws Exception {
        assertThat(items(script.post(BULK, many(BulkCalls.MAX_CLIENTS)))).hasSize(BulkCalls.MAX_CLIENTS);
        assertThat(script.post(BULK, many(BulkCalls.MAX_CLIENTS + 1)).status()).isEqualTo(400);
        assertThat(script.post(BULK, "{\"clients\":[{\"description\":\"" + "d".repeat(1024 * 1024) + "\"}]}")
                        .status())
                .isEqualTo(413);
    }

    @Test
    void gen11_withoutTheStoreNoneIsRegistered() throws Exception {
        server.registry.failWith(Optional.of(MemoryRegistry.outage()));

        assertThat(server.asPerson("ada").post(BULK, many(2)).status()).isEqualTo(503);
    }

    /** As a file whose disk becomes full: the secrets of those that are registered must not be lost. */
    @Test
    void gen11_whenTheStoreFailsInTheMiddleThoseThatAreRegisteredAreAnswered() throws Exception {
        server.registry.failWhenFull((int) server.registry.count() + 2);

        List<Map<String, Object>> items = items(script.post(BULK, many(4)));

        assertThat(items).extracting(item -> item.get("status")).containsExactly(201L, 201L, 503L, 503L);
        assertThat((String) client(items.get(1)).get("client_secret")).startsWith(PlainSecrets.PLANT);
        assertThat(problem(items.get(2)).toString())
                .contains("cannot be reached")
                .doesNotContain("jdbc:");
        assertThat(find("many-1")).isPresent();
        assertThat(find("many-2")).isEmpty();
        assertThat(script.post(BULK, many(4)).status()).isEqualTo(200);
        server.registry.failWhenFull(0);
        assertThat(script.post(BULK, "{\"clients\":[{},{}]}").status())
                .as("none is registered")
                .isEqualTo(503);
    }

    @Test
    void key3_theKeySetsAreNotFetchedWhileTheSecretsAreNotAnswered() throws Exception {
        List<Map<String, Object>> items = items(script.post(BULK, """
                {"clients":[{"client_id":"one","token_endpoint_auth_method":"private_key_jwt",
                  "jwks_uri":"https://keys.example/jwks"}]}"""));

        assertThat(String.valueOf(client(items.get(0)).get("warnings"))).contains("jwks_uri was not fetched");
        assertThat(server.keySource.asked()).isZero();
    }

    private Optional<Client> find(String id) {
        return server.registry.find(new ClientId(id));
    }

    private static String many(int number) {
        return IntStream.range(0, number)
                .mapToObj(i -> "{\"client_id\":\"many-" + i + "\"}")
                .collect(Collectors.joining(",", "{\"clients\":[", "]}"));
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> items(Reply reply) {
        return (List<Map<String, Object>>) Objects.requireNonNull(reply.json().get("items"));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> client(Map<String, Object> item) {
        return (Map<String, Object>) Objects.requireNonNull(item.get("client"));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> problem(Map<String, Object> item) {
        return (Map<String, Object>) Objects.requireNonNull(item.get("problem"));
    }
}
