package dev.countersign.container;

import java.nio.file.Path;

/** What {@link CertificateProxyScenario} says, of the WAR by itself. */
class LaunchedWarCertificateProxyIT extends CertificateProxyScenario {

    @Override
    Server server(Path empty) {
        return new LaunchedWar(empty, Path.of(System.getProperty("java.home")));
    }
}
