package dev.countersign.container;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A self-signed certificate for {@code localhost}, made now, in the files that administrators have.
 *
 * @param certificate PEM
 * @param key PEM
 */
record TestCertificate(Path certificate, Path key) {

    static TestCertificate in(Path folder) throws Exception {
        TestCertificate made = new TestCertificate(folder.resolve("certificate.pem"), folder.resolve("key.pem"));
        Shell.run("""
                openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost \\
                  -addext subjectAltName=DNS:localhost,IP:127.0.0.1 -keyout "$KEY" -out "$CERTIFICATE"
                """, Map.of("KEY", made.key.toString(), "CERTIFICATE", made.certificate.toString()));
        return made;
    }

    /** Trusts it, and nothing else. */
    SSLContext trusted() throws Exception {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        try (InputStream pem = Files.newInputStream(certificate)) {
            trusted.setCertificateEntry(
                    "server", CertificateFactory.getInstance("X.509").generateCertificate(pem));
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, factory.getTrustManagers(), null);
        return context;
    }
}
