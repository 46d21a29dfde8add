package dev.countersign.container;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;

/** What {@link CertificateProxyScenario} says, of WildFly. */
@Tag("full")
@Tag("twin")
class WildFlyCertificateProxyIT extends CertificateProxyScenario {

    @Override
    Server server(Path empty) {
        return new WildFly(empty);
    }
}
