package dev.countersign.container;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;

/** What {@link CertificateProxyScenario} says, of Tomcat. */
@Tag("full")
class Tomcat11CertificateProxyIT extends CertificateProxyScenario {

    @Override
    Server server(Path empty) {
        return new Tomcat("11.", empty);
    }
}
