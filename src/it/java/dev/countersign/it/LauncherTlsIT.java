package dev.countersign.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** HTTPS by {@code --tls-keystore}, with a certificate made now. */
class LauncherTlsIT {
    private static final String PASSWORD = "for this test only";

    @TempDir
    static Path directory;

    private static Path password;

    @TempDir
    Path data;

    @BeforeAll
    static void makeKeyStores() throws Exception {
        password = Files.writeString(directory.resolve("password"), PASSWORD + "\n");
        for (String type : new String[] {"PKCS12", "JKS"}) {
            Process keytool = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "keytool")
                                    .toString(),
                            "-genkeypair",
                            "-keystore",
                            directory.resolve(type).toString(),
                            "-storetype",
                            type,
                            "-storepass",
                            PASSWORD,
                            "-keypass",
                            PASSWORD,
                            "-alias",
                            "server",
                            "-keyalg",
                            "EC",
                            "-dname",
                            "CN=localhost",
                            "-ext",
                            "san=dns:localhost,ip:127.0.0.1")
                    .redirectErrorStream(true)
                    .redirectOutput(directory.resolve("keytool.log").toFile())
                    .start();
            assertThat(keytool.waitFor()).as(type).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"PKCS12", "JKS"})
    void httpsIsServedFromAKeyStore(String type) throws Exception {
        Path keyStore = directory.resolve(type);
        try (ExecutableWar war = tls(keyStore, password).start()) {
            Visitor visitor = new Visitor(war.url(), trusting(keyStore));

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
    void anOldProtocolIsRefused() throws Exception {
        Path keyStore = directory.resolve("PKCS12");
        try (ExecutableWar war = tls(keyStore, password).start();
                Socket socket = trusting(keyStore).getSocketFactory().createSocket("localhost", war.port())) {
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
            none.store(out, PASSWORD.toCharArray());
        }

        assertOneLine(tls(directory.resolve("PKCS12"), wrong), "cannot open the key store");
        assertOneLine(tls(password, password), "cannot open the key store");
        assertOneLine(tls(directory.resolve("none"), password), "cannot read the key store");
        assertOneLine(tls(empty, password), "has no private key");
        assertOneLine(tls(directory.resolve("PKCS12"), directory.resolve("none")), "no such file");
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
                .doesNotContain(PASSWORD);
        assertThat(refused.exitCode()).isEqualTo(1);
    }

    private static SSLContext trusting(Path keyStore) throws IOException, GeneralSecurityException {
        KeyStore own = KeyStore.getInstance(keyStore.toFile(), PASSWORD.toCharArray());
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("server", own.getCertificate("server"));
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, factory.getTrustManagers(), null);
        return context;
    }
}
