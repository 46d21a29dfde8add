package dev.countersign.container;

import dev.countersign.tls.TestCertificate;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;

@Tag("full")
class WildFlyCertificatesIT extends CertificateScenario {

    @Override
    Container server(Path folder, TestCertificate certificate, Map<String, String> values) throws Exception {
        WildFly wildFly = new WildFly(folder);
        values.forEach(wildFly::filledIn);
        return wildFly.filledIn("ISSUER", wildFly.tlsUrl())
                .filledIn("TLS_KEYSTORE", certificate.keyStore("PKCS12").toString())
                .filledIn("TLS_PASSWORD", TestCertificate.PASSWORD)
                .with(List.of("TLS"))
                .following(RECIPES, "The trust store", "WildFly");
    }

    @Override
    String tlsUrl(Container server) {
        return ((WildFly) server).tlsUrl();
    }
}
