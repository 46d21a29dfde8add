package dev.countersign.container;

import dev.countersign.it.FreePort;
import dev.countersign.tls.TestCertificate;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;

class TomcatCertificatesIT {

    /** Tomcat with a connector for TLS, by its own page and these recipes. */
    private abstract static class OnTomcat extends CertificateScenario {

        private final int tlsPort = FreePort.next();
        private final String version;
        private final String[] recipes;

        OnTomcat(String version, String... recipes) {
            this.version = version;
            this.recipes = recipes;
        }

        @Override
        Container server(Path folder, TestCertificate certificate, Map<String, String> values) throws Exception {
            Tomcat tomcat = new Tomcat(version, folder);
            values.forEach(tomcat::filledIn);
            tomcat.edited(page -> page.without("export TLS_CERTIFICATE"));
            tomcat.filledIn("TLS_CERTIFICATE", certificate.pem())
                    .filledIn("TLS_KEY", certificate.keyPem())
                    .filledIn("TLS_PORT", tlsPort)
                    .filledIn("ISSUER", tlsUrl(tomcat))
                    .following("TLS")
                    .following(RECIPES, recipes);
            return tomcat;
        }

        @Override
        String tlsUrl(Container server) {
            return "https://localhost:" + tlsPort + "/countersign";
        }
    }

    @Nested
    class On11 extends OnTomcat {
        On11() {
            super("11.", "The trust store", "Tomcat");
        }
    }

    @Nested
    @Tag("full")
    @Tag("twin")
    class On10 extends OnTomcat {
        On10() {
            super("10.", "The trust store", "Tomcat");
        }
    }

    @Nested
    class On11WithAny extends OnTomcat {
        On11WithAny() {
            super("11.", "Tomcat with any self-signed certificate");
        }

        @Override
        boolean takesAny() {
            return true;
        }
    }

    @Nested
    @Tag("full")
    @Tag("twin")
    class On10WithAny extends OnTomcat {
        On10WithAny() {
            super("10.", "Tomcat with any self-signed certificate");
        }

        @Override
        boolean takesAny() {
            return true;
        }
    }
}
