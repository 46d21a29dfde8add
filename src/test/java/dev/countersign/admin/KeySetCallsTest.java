package dev.countersign.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.admin.Exchange.Reply;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeySetCallsTest {

    private static final String FETCH = "/admin/key-sets/fetch";
    private static final String ASKED = "{\"jwks_uri\":\"https://client.example/k\"}";

    private AdminServer server;
    private Exchange script;

    @BeforeEach
    void start() throws Exception {
        server = new AdminServer();
        script = server.asScript();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void theKeysAreShownAndNothingIsRegistered() throws Exception {
        Reply reply = script.post(FETCH, ASKED);

        assertThat(reply.status()).isEqualTo(200);
        assertThat(OpenApi.list(reply.json(), "keys")).hasSize(1);
        assertThat(server.keyCache.counts().size()).isZero();
        assertThat(server.registry
                        .events(Optional.empty(), Optional.empty(), 1)
                        .items()
                        .get(0)
                        .action())
                .isEqualTo("client.create");
    }

    @Test
    void adm8_whyItCannotBeFetchedIsTold() throws Exception {
        server.keySource.fail("no key set from https://client.example:443: it answered with status 500");

        Reply reply = script.post(FETCH, ASKED);

        assertThat(reply.status()).isEqualTo(502);
        assertThat(reply.json()).containsEntry("type", ProblemKind.KEYS_UNAVAILABLE.type());
        assertThat(reply.body()).contains("it answered with status 500");
    }

    @Test
    void key1_whatTheSettingsForbidIsNotAsked() throws Exception {
        server.keySource.forbid("The settings of this server allow no key set from there.");

        assertThat(script.post(FETCH, ASKED).field()).isEqualTo("jwks_uri");
        assertThat(server.keySource.asked()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"jwks_uri\":7}", "{\"jwks_uri\":\"https://x\",\"more\":1}", "[]"})
    void anotherBodyIsRefused(String body) throws Exception {
        assertThat(script.post(FETCH, body).status()).isEqualTo(400);
        assertThat(server.keySource.asked()).isZero();
    }

    @Test
    void adm1_adm2_onlyAnAdministratorFetches() throws Exception {
        assertThat(server.asNobody().post(FETCH, ASKED).status()).isEqualTo(401);
        assertThat(server.asNobody()
                        .header("Authorization", AdminServer.basic("plain", AdminServer.PLAIN_SECRET))
                        .post(FETCH, ASKED)
                        .status())
                .isEqualTo(403);
        assertThat(server.asPerson("ada")
                        .header("Sec-Fetch-Site", "cross-site")
                        .post(FETCH, ASKED)
                        .status())
                .isEqualTo(403);
        assertThat(server.keySource.asked()).isZero();
        assertThat(server.asPerson("ada").post(FETCH, ASKED).status()).isEqualTo(200);
    }
}
