package dev.countersign.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.kit.FakeTokenServer.Reply;
import dev.countersign.kit.UnusableKeyException.Problem;
import dev.countersign.tls.TestCertificate;
import java.net.URI;
import java.nio.file.Path;
import java.security.KeyStore;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClientCertificateTest {
    @TempDir
    static Path folder;

    private static Path keyStore;

    @BeforeAll
    static void make() throws Exception {
        keyStore = TestCertificate.of("dns:billing.example", folder).keyStore("PKCS12");
    }

    private static char[] password() {
        return TestCertificate.PASSWORD.toCharArray();
    }

    @Test
    void aKeyStoreThatCannotBeUsedIsToldAtOnce() throws Exception {
        KeyStore empty = KeyStore.getInstance("PKCS12");
        empty.load(null, null);

        assertThatThrownBy(() -> ClientCertificate.of(empty, password()))
                .isInstanceOfSatisfying(
                        UnusableKeyException.class, e -> assertThat(e.problem()).isEqualTo(Problem.NO_PRIVATE_KEY));
        assertThatThrownBy(() -> ClientCertificate.inKeyStore(keyStore, "wrong"::toCharArray))
                .isInstanceOfSatisfying(
                        UnusableKeyException.class, e -> assertThat(e.problem()).isEqualTo(Problem.WRONG_PASSWORD));
        assertThatThrownBy(() -> ClientCertificate.inKeyStore(folder.resolve("none"), "x"::toCharArray))
                .isInstanceOfSatisfying(
                        UnusableKeyException.class, e -> assertThat(e.problem()).isEqualTo(Problem.UNREADABLE));
    }

    @Test
    void thePasswordIsWiped() {
        char[] password = password();

        ClientCertificate.inKeyStore(keyStore, () -> password);

        assertThat(password).containsOnly('\0');
    }

    @Test
    void aCertificateGoesByTlsAlone() {
        ClientCertificate certificate = ClientCertificate.inKeyStore(keyStore, ClientCertificateTest::password);

        assertThatThrownBy(() -> TokenClient.ofEndpoint(URI.create("http://localhost/token"), "billing", certificate))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("https");
        assertThatThrownBy(() -> TokenClient.ofEndpoint(URI.create("https://localhost/token"), " ", certificate))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** The metadata itself may come over plain HTTP on loopback; the token request may not. */
    @Test
    void noAliasLeadsToPlainHttp() throws Exception {
        ClientCertificate certificate = ClientCertificate.inKeyStore(keyStore, ClientCertificateTest::password);
        try (FakeTokenServer server = new FakeTokenServer()) {
            server.publish(
                    "/countersign" + FakeTokenServer.WELL_KNOWN,
                    Reply.json(
                            200,
                            "{\"issuer\":\"" + server.issuer() + "\",\"token_endpoint\":\"https://localhost:1/token\","
                                    + "\"mtls_endpoint_aliases\":{\"token_endpoint\":\"http://localhost:1/token\"}}"));
            TokenClient tokens = TokenClient.ofIssuer(server.issuer(), "billing", certificate);

            assertThatThrownBy(tokens::token)
                    .isInstanceOf(TokenException.class)
                    .hasMessageContaining("token_endpoint is no URL with https");
        }
    }
}
