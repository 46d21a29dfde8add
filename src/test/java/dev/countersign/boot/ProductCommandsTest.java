package dev.countersign.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.auth.ClientAuthenticator;
import dev.countersign.auth.Contexts;
import dev.countersign.auth.Outcome;
import dev.countersign.auth.PresentedSecret;
import dev.countersign.auth.Secret;
import dev.countersign.client.AuthMethod;
import dev.countersign.client.Client;
import dev.countersign.client.ClientId;
import dev.countersign.client.ClientProfile;
import dev.countersign.client.ClientSecret;
import dev.countersign.client.SecretHash;
import dev.countersign.secret.KeyRing;
import dev.countersign.secret.SecretAuthenticatorProvider;
import dev.countersign.text.StrictJson;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProductCommandsTest {
    private static final String CHOSEN = "chosen-by-a-person-and-long-enough";

    @TempDir
    Path directory;

    private Path ring;

    @BeforeEach
    void writeKeyRing() throws Exception {
        ring = Files.writeString(directory.resolve("master.keys"), "k1 AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\n");
    }

    @Test
    void aHashedSecretIsTheClientsAndNoOthers() throws Exception {
        List<String> made = ProductCommands.hashSecret("billing", ring, Optional.of(CHOSEN));

        assertThat(made).hasSize(1);
        assertThat(authenticate("billing", made.get(0), CHOSEN)).isInstanceOf(Outcome.Granted.class);
        assertThat(authenticate("billing", made.get(0), CHOSEN + "x")).isInstanceOf(Outcome.Refused.class);
        assertThat(authenticate("other", made.get(0), CHOSEN)).isInstanceOf(Outcome.Refused.class);
    }

    @Test
    void aSecretThatIsMadeIsTold() throws Exception {
        List<String> made = ProductCommands.hashSecret("billing", ring, Optional.empty());

        assertThat(made).hasSize(2);
        assertThat(made.get(0)).doesNotContain(made.get(1));
        assertThat(authenticate("billing", made.get(0), made.get(1))).isInstanceOf(Outcome.Granted.class);
    }

    @Test
    void whatCannotBeHashedIsTold() {
        assertThatThrownBy(() -> ProductCommands.hashSecret(" x", ring, Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ProductCommands.hashSecret("x", ring, Optional.of("short")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("32 to 255 characters");
        assertThatThrownBy(() -> ProductCommands.hashSecret("x", directory.resolve("none"), Optional.empty()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("there is no file");
    }

    private Outcome authenticate(String client, String json, String secret) throws Exception {
        KeyRing keys = KeyRing.parse(Files.readString(ring));
        Map<String, Object> members = StrictJson.object(json);
        ClientSecret stored = new ClientSecret(
                String.valueOf(members.get("id")),
                "",
                new SecretHash(String.valueOf(members.get("hash"))),
                Instant.EPOCH,
                Optional.empty(),
                Optional.empty());
        Client registered = new Client(
                new ClientId(client), ClientProfile.confidential(), List.of(stored), 1, Instant.EPOCH, Instant.EPOCH);
        @SuppressWarnings("unchecked")
        ClientAuthenticator<PresentedSecret> authenticator = (ClientAuthenticator<PresentedSecret>)
                new SecretAuthenticatorProvider().authenticator(Contexts.of(InstantSource.system(), keys));
        return authenticator.authenticate(
                new PresentedSecret(
                        new ClientId(client),
                        AuthMethod.CLIENT_SECRET_BASIC,
                        new Secret(secret.getBytes(StandardCharsets.US_ASCII))),
                registered);
    }
}
