package dev.countersign.container;

import dev.countersign.tls.TestCertificate;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;

@Tag("full")
class JettyCertificatesIT extends CertificateScenario {

    @Override
    Container server(Path folder, TestCertificate certificate, Map<String, String> values) throws Exception {
        return new Jetty("ee10", folder)
                .overTls(certificate.pem(), certificate.keyPem())
                .filledIn(values)
                .following(RECIPES, "The trust store", "Jetty");
    }

    @Override
    String tlsUrl(Container server) {
        return ((Jetty) server).tlsUrl();
    }
}
