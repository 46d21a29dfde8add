package dev.countersign.mtls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.auth.CertificatePaths.Authority;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuthorityFileTest {

    private static final TestAuthority MADE = new TestAuthority(
            "root ca", "inter by=root ca", "leaf by=inter", "weak ca keys=rsa1024", "rolled by=root ca cn=root");

    @TempDir
    Path directory;

    @Test
    void mtls4_pemWithSeveralAndCommentsBetween() throws Exception {
        Path file = written(
                "\uFEFF" + MADE.pem("root").replace("\n", "\r\n") + "the issuing CA\r\n" + MADE.pem("inter root"));

        assertThat(TrustedPaths.problem(file)).isEmpty();
        assertThat(TrustedPaths.read(file, Optional.empty(), () -> TestAuthority.NOW)
                        .authorities())
                .containsExactly(
                        new Authority(MADE.keyHash("root"), "CN=root", true, end("root")),
                        new Authority(MADE.keyHash("inter"), "CN=inter", false, end("inter")));
    }

    @Test
    void mtls4_aSelfIssuedOneWithAnotherKeyIsNoAnchor() throws Exception {
        assertThat(AuthorityFile.read(written(MADE.pem("root rolled"))))
                .extracting(PathCertificate::isAnchor)
                .containsExactly(true, false);
    }

    @Test
    void mtls4_der() throws Exception {
        Path file =
                Files.write(directory.resolve("ca"), MADE.certificate("root").getEncoded());
        assertThat(TrustedPaths.problem(file)).isEmpty();
    }

    @Test
    void mtls4_trustStores() throws Exception {
        for (String type : new String[] {"PKCS12", "JKS"}) {
            assertThat(AuthorityFile.read(store(type, "changeit", "root", false)))
                    .hasSize(1);
            assertThat(TrustedPaths.problem(store(type, "changeit", "root", true)))
                    .hasValueSatisfying(problem -> assertThat(problem).contains("entry \"key\" is a private key"));
        }
        // A JKS file needs no password to be read.
        assertThat(AuthorityFile.read(store("JKS", "other", "root", false))).hasSize(1);
        assertThat(TrustedPaths.problem(store("PKCS12", "other", "root", false)))
                .hasValueSatisfying(problem -> assertThat(problem).contains("trusted certificate"));
    }

    @Test
    void mtls4_problemsNameTheLine() throws Exception {
        String root = MADE.pem("root");
        refused("", "it is empty");
        refused("no certificate here", "neither PEM nor DER");
        refused("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n" + root, "line 1 begins a private key");
        refused(root + "-----BEGIN X509 CRL-----\nAAAA\n-----END X509 CRL-----\n", "of another kind");
        refused(root + MADE.pem("leaf"), "the certificate \"CN=leaf\" from line ");
        refused(root + MADE.pem("leaf"), "CA:TRUE");
        refused(MADE.pem("weak"), "has a key that is not accepted");
        refused(MADE.pem("inter"), "none of its certificates is self-signed");
        refused(root.replace("-----END CERTIFICATE-----", ""), "without an end");
        refused(root.replace("MII", "M!I"), "is not Base64");
        refused("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", "is malformed");
        refused(root.repeat(AuthorityFile.MAX_AUTHORITIES + 1), "than the 500 that are allowed");
        assertThat(TrustedPaths.problem(directory.resolve("none")).orElseThrow())
                .contains("does not exist");
        assertThat(TrustedPaths.problem(directory).orElseThrow()).contains("no regular file");
    }

    @Test
    void mtls4_listsHaveToBeThereAtStart() throws Exception {
        Optional<Path> nowhere = Optional.of(directory.resolve("none"));
        assertThat(TrustedPaths.problemOfLists(nowhere)).isPresent();
        Path authorities = written(MADE.pem("root"));
        assertThatThrownBy(() -> TrustedPaths.read(authorities, nowhere, () -> TestAuthority.NOW))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("does not exist");
    }

    private void refused(String content, String expected) throws Exception {
        assertThat(TrustedPaths.problem(written(content)).orElse("none")).contains(expected);
    }

    private Path written(String content) throws Exception {
        return Files.write(directory.resolve("authorities"), content.getBytes(StandardCharsets.UTF_8));
    }

    private Path store(String type, String password, String name, boolean withKey) throws Exception {
        KeyStore store = KeyStore.getInstance(type);
        store.load(null, null);
        store.setCertificateEntry("ca", MADE.certificate(name));
        if (withKey) {
            X509Certificate[] chain = {MADE.certificate(name)};
            store.setKeyEntry("key", MADE.pair(name).getPrivate(), password.toCharArray(), chain);
        }
        Path file = directory.resolve("store");
        try (OutputStream output = Files.newOutputStream(file)) {
            store.store(output, password.toCharArray());
        }
        return file;
    }

    private static Instant end(String name) {
        return MADE.certificate(name).getNotAfter().toInstant();
    }
}
