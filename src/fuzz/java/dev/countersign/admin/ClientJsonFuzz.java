package dev.countersign.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.countersign.client.Client;
import dev.countersign.client.ClientId;
import dev.countersign.client.ClientProfile;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Whatever an administrator sends as JSON is either refused as a problem or kept as it was sent. */
class ClientJsonFuzz {

    private static final MethodCatalog CATALOG = new MethodCatalog(AdminServer.methods());
    private static final ClientForm FORM = new ClientForm(CATALOG, () -> AdminServer.START);
    private static final ClientRepresentation REPRESENTATION =
            new ClientRepresentation(CATALOG, new PlainKeys(InstantSource.fixed(Instant.EPOCH)));

    @FuzzTest(maxDuration = "10m")
    void clients(byte[] body) {
        try {
            Map<String, Object> sent = JsonText.read(body);
            JsonMembers members = new JsonMembers(sent);
            Optional<ClientId> id = ClientForm.id(members);
            keepsWhatWasRead(id.orElse(new ClientId("c")), FORM.created(members));
        } catch (ProblemException e) {
            writable(e);
        }
    }

    @FuzzTest(maxDuration = "10m")
    void secrets(byte[] body) {
        try {
            SecretRequest request = SecretRequest.of(JsonText.read(body));
            assertThat(AdminServer.START.plus(request.older().overlap())).isAfterOrEqualTo(AdminServer.START);
            request.lifetime()
                    .ifPresent(lifetime ->
                            assertThat(AdminServer.START.plus(lifetime)).isAfter(AdminServer.START));
        } catch (ProblemException e) {
            writable(e);
        }
    }

    private static void keepsWhatWasRead(ClientId id, ClientProfile profile) {
        Client client = new Client(id, profile, List.of(), 1, Instant.EPOCH, Instant.EPOCH);
        Map<String, Object> shown = REPRESENTATION.of(client, "/admin/clients/" + ClientPath.segment(id));
        Map<String, Object> read = JsonText.read(JsonText.of(shown));

        assertThat(read).isEqualTo(shown);
        assertThat(FORM.replaced(read, shown, profile)).isEqualTo(profile);
        assertThat(FORM.replaced(MergePatch.apply(shown, Map.of()), shown, profile))
                .isEqualTo(profile);
        assertThat(ClientPath.parse(ClientPath.segment(id))).contains(id);
    }

    private static void writable(ProblemException e) {
        assertThat(e.problem().kind().status()).isEqualTo(400);
        assertThat(e.problem().field().orElse("").length()).isLessThan(110);
    }
}
