package dev.countersign.proxy;

import dev.countersign.container.Page;
import dev.countersign.it.Program;
import dev.countersign.tls.TestCertificate;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Locale;

/** The proxies that end TLS before Countersign, and forward the certificates of their clients as the page says. */
public enum TlsEnd {
    NGINX("nginx") {
        @Override
        public ReverseProxy before(int countersign, Path folder) throws Exception {
            return new ReverseProxy(folder, RECIPES, countersign, countersign) {
                @Override
                protected ProcessBuilder install() throws IOException {
                    Program.NGINX.require();
                    String both = "listen 127.0.0.1:" + tlsPort + " ssl;\n    listen 127.0.0.1:" + plainPort + ";";
                    String around = (isRoot() ? "user root;\n" : "") + """
                            daemon off;
                            pid %1$s/nginx.pid;
                            error_log stderr;
                            events {}
                            http {
                            access_log off;
                            client_body_temp_path %1$s/body;
                            proxy_temp_path %1$s/proxy;
                            fastcgi_temp_path %1$s/fastcgi;
                            uwsgi_temp_path %1$s/uwsgi;
                            scgi_temp_path %1$s/scgi;
                            %2$s
                            }
                            """;
                    String block = page.with("listen 443 ssl;", both).block("Certificates by nginx", "nginx");
                    Path file = Files.writeString(
                            folder.resolve("nginx.conf"), String.format(Locale.ROOT, around, folder, block));
                    return new ProcessBuilder(
                            "/usr/sbin/nginx", "-c", file.toString(), "-p", folder.toString(), "-e", "stderr");
                }
            };
        }
    },

    HAPROXY("rfc9440") {
        @Override
        public ReverseProxy before(int countersign, Path folder) throws Exception {
            return new ReverseProxy(folder, RECIPES, countersign, countersign) {
                @Override
                protected ProcessBuilder install() throws IOException {
                    Program.HAPROXY.require();
                    String configuration = page.with(
                                    "    bind :443 ",
                                    "    bind 127.0.0.1:" + plainPort + "\n    bind 127.0.0.1:" + tlsPort + " ")
                            .block("Certificates by HAProxy", "haproxy");
                    Path file = Files.writeString(folder.resolve("haproxy.cfg"), configuration);
                    return new ProcessBuilder("/usr/sbin/haproxy", "-f", file.toString(), "-db");
                }
            };
        }
    },

    APACHE("apache") {
        @Override
        public ReverseProxy before(int countersign, Path folder) throws Exception {
            return new ApacheHttpd(folder, RECIPES, countersign, countersign) {
                @Override
                String host(Page filledIn) {
                    return filledIn.block("Certificates by Apache httpd", "apache");
                }
            };
        }
    };

    private static final Page RECIPES = Page.at("src/doc/proxies.md");

    private final String form;

    TlsEnd(String form) {
        this.form = form;
    }

    /** The setting {@code clientCertificateHeader} of the server behind it. */
    public String form() {
        return form;
    }

    /** The header with a certificate, as the proxy writes it. */
    public String field(TestCertificate certificate) throws IOException, GeneralSecurityException {
        String pem = Files.readString(certificate.pem());
        return switch (this) {
            case NGINX ->
                "X-SSL-Client-Cert: "
                        + URLEncoder.encode(pem, StandardCharsets.US_ASCII).replace("+", "%20");
            case HAPROXY -> "Client-Cert: :" + pem.replaceAll("-----[A-Z ]+-----|\n", "") + ':';
            case APACHE -> "X-SSL-Client-Cert: " + pem.replace('\n', ' ').strip();
        };
    }

    /**
     * Not started yet.
     *
     * @param countersign the port that it passes requests to
     * @param folder empty
     */
    public abstract ReverseProxy before(int countersign, Path folder) throws Exception;
}
