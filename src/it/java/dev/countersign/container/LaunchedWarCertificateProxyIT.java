package dev.countersign.container;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;

/** What {@link CertificateProxyScenario} says, of the WAR by itself. */
@Tag("full")
class LaunchedWarCertificateProxyIT extends CertificateProxyScenario {

    @Override
    Server server(Path empty) {
        return new LaunchedWar(empty, Path.of(System.getProperty("java.home")));
    }
}
