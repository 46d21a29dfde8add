package dev.countersign.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.admin.Exchange.Reply;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** From where an administrator client may come; the requests here come from loopback. */
class AllowedSourcesTest {

    private static final String ROOT = "/admin/clients/root";
    private static final String ELSEWHERE = "{\"allowed_sources\":[\"10.0.0.0/8\"]}";

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
    void adm6_anAdministratorDoesNotShutItselfOut() throws Exception {
        Reply refused = script.patch(ROOT, ELSEWHERE, "*");

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.field()).isEqualTo("allowed_sources");
        assertThat(server.client("root").profile().access().allowedSources()).isEmpty();
        assertThat(script.patch(ROOT, "{\"allowed_sources\":[\"127.0.0.0/8\",\"::1\"]}", "*")
                        .status())
                .isEqualTo(200);
        assertThat(script.get(ROOT).json()).containsEntry("allowed_sources", List.of("127.0.0.0/8", "::1"));
    }

    @Test
    void aReplacementWithoutRangesDoesNotOpenAClientToAllAddresses() throws Exception {
        String plain = "/admin/clients/plain";
        script.patch(plain, ELSEWHERE, "*");
        String whole = "{\"access_type\":\"confidential\",\"enabled\":true,"
                + "\"token_endpoint_auth_method\":\"client_secret_basic\"";

        assertThat(script.put(plain, whole + "}", "*").json()).containsEntry("allowed_sources", List.of("10.0.0.0/8"));
        assertThat(script.put(plain, whole + ",\"allowed_sources\":[]}", "*").json())
                .containsEntry("allowed_sources", List.of());
    }
}
