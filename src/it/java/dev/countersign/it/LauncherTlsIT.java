package dev.countersign.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.tls.TestCertificate;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** HTTPS by {@code --tls-keystore}, with a certificate made now. */
class LauncherTlsIT {
    private static final int MORE_THAN_CONNECTIONS = 1500;

    @TempDir
    static Path directory;

    private static Path password;
    private static TestCertificate certificate;

    @TempDir
    Path data;

    @BeforeAll
    static void makeCertificate() throws Exception {
        password = Files.writeString(directory.resolve("password"), TestCertificate.PASSWORD + "\n");
        certificate = TestCertificate.ofLocalhost(directory);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PKCS12", "JKS"})
    void httpsIsServedFromAKeyStore(String type) throws Exception {
        Path keyStore = certificate.keyStore(type);
        try (ExecutableWar war = tls(keyStore, password).start()) {
            Visitor visitor = new Visitor(war.url(), certificate.trusting());

            assertThat(war.url()).startsWith("https://localhost:");
            assertThat(visitor.get("/health/live").statusCode()).isEqualTo(200);
            assertThat(visitor.login("admin", war.password())
                            .headers()
                            .firstValue("Set-Cookie")
                            .orElseThrow())
                    .contains("; HttpOnly", "; SameSite=Lax")
                    .containsIgnoringCase("; Secure");
        }
    }

    @Test
    void handshakesThatStallShutNoOthersOut() throws Exception {
        String beginning = "\26\3\1\77\0\1";
        try (ExecutableWar war = tls(certificate.keyStore("PKCS12"), password).start();
                StalledConnections crowd = new StalledConnections(war.port())) {
            crowd.send(MORE_THAN_CONNECTIONS, beginning + "a".repeat(10_000));

            assertThat(new Visitor(war.url(), certificate.trusting())
                            .get("/health/ready")
                            .statusCode())
                    .isEqualTo(200);
            assertThat(war.err()).doesNotContain("OutOfMemory", "\tat ");
        }
    }

    @Test
    void anOldProtocolIsRefused() throws Exception {
        Path keyStore = certificate.keyStore("PKCS12");
        try (ExecutableWar war = tls(keyStore, password).start();
                Socket socket = certificate.trusting().getSocketFactory().createSocket("localhost", war.port())) {
            SSLSocket tls = (SSLSocket) socket;
            tls.setEnabledProtocols(new String[] {"TLSv1.1"});

            assertThatThrownBy(tls::startHandshake).isInstanceOf(SSLHandshakeException.class);
        }
    }

    @Test
    void aKeyStoreThatCannotBeUsedIsToldInOneLine() throws Exception {
        Path wrong = Files.writeString(directory.resolve("wrong"), "wrong");
        Path empty = directory.resolve("empty.p12");
        KeyStore none = KeyStore.getInstance("PKCS12");
        none.load(null, null);
        try (var out = Files.newOutputStream(empty)) {
            none.store(out, TestCertificate.PASSWORD.toCharArray());
        }

        assertOneLine(tls(certificate.keyStore("PKCS12"), wrong), "cannot open the key store");
        assertOneLine(tls(password, password), "cannot open the key store");
        assertOneLine(tls(directory.resolve("none"), password), "cannot read the key store");
        assertOneLine(tls(empty, password), "has no private key");
        assertOneLine(tls(certificate.keyStore("PKCS12"), directory.resolve("none")), "no such file");
    }

    private WarCommand tls(Path keyStore, Path passwordFile) {
        return ExecutableWar.in(data)
                .with("--tls-keystore", keyStore.toString(), "--tls-password-file", passwordFile.toString());
    }

    private static void assertOneLine(WarCommand command, String text) throws Exception {
        WarCommand.Result refused = command.run();

        assertThat(refused.err())
                .hasLineCount(1)
                .startsWith("countersign: ")
                .contains(text)
                .doesNotContain(TestCertificate.PASSWORD);
        assertThat(refused.exitCode()).isEqualTo(1);
    }
}
