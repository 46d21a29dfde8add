package dev.countersign.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.tls.TestCertificate;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Collections;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClientCertificatesTest {
    @TempDir
    static Path directory;

    private static X509Certificate certificate;

    private final ClientCertificates trust = new ClientCertificates();

    @BeforeAll
    static void makeCertificate() throws Exception {
        KeyStore store = KeyStore.getInstance(
                TestCertificate.ofLocalhost(directory).keyStore("PKCS12").toFile(),
                TestCertificate.PASSWORD.toCharArray());
        certificate = (X509Certificate) store.getCertificate(store.aliases().nextElement());
    }

    @Test
    void mtls5_anyClientsCertificatePassesTheHandshake() {
        assertThatCode(() -> trust.checkClientTrusted(chain(1), "EC")).doesNotThrowAnyException();
        assertThatCode(() -> trust.checkClientTrusted(chain(ClientCertificates.MAX_CERTIFICATES), "EC"))
                .doesNotThrowAnyException();
        assertThat(trust.getAcceptedIssuers()).isEmpty();
    }

    @Test
    void chainsAreBounded() {
        assertThatThrownBy(() -> trust.checkClientTrusted(chain(0), "EC")).isInstanceOf(CertificateException.class);
        assertThatThrownBy(() -> trust.checkClientTrusted(chain(ClientCertificates.MAX_CERTIFICATES + 1), "EC"))
                .isInstanceOf(CertificateException.class)
                .hasMessageContaining("1 to 10 certificates, not 11");
    }

    @Test
    void noServerIsTrusted() {
        assertThatThrownBy(() -> trust.checkServerTrusted(chain(1), "EC")).isInstanceOf(CertificateException.class);
    }

    private static X509Certificate[] chain(int length) {
        return Collections.nCopies(length, certificate).toArray(X509Certificate[]::new);
    }
}
