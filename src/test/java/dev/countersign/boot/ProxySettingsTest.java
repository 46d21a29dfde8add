package dev.countersign.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.http.CertificateForm;
import dev.countersign.http.CertificateHeader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProxySettingsTest {

    private static final String SECRET = "0123456789abcdef";

    private static ProxySettings read(Map<String, String> values) {
        SettingsReader reader = new SettingsReader(List.of(new SettingsSource(
                "test", name -> name, name -> Optional.ofNullable(values.get(name)), Set.copyOf(values.keySet()))));
        ProxySettings settings = ProxySettings.read(reader);
        reader.finish();
        return settings;
    }

    @Test
    void byDefaultThereIsNoProxy() {
        assertThat(read(Map.of())).isEqualTo(new ProxySettings(List.of(), Optional.empty(), Optional.empty()));
        assertThat(read(Map.of("clientCertificateHeader", "none")).certificateHeader())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "rfc9440, RFC9440, Client-Cert",
        "nginx, NGINX, X-SSL-Client-Cert",
        "apache, APACHE, X-SSL-Client-Cert",
        "xfcc, XFCC, X-Forwarded-Client-Cert",
        "traefik, TRAEFIK, X-Forwarded-Tls-Client-Cert",
        "haproxy, HAPROXY, X-SSL-Client-Cert",
        "alb, ALB, X-Amzn-Mtls-Clientcert",
        "alb:X-Amzn-Mtls-Clientcert-Leaf, ALB, X-Amzn-Mtls-Clientcert-Leaf",
    })
    void hdr3_aFormHasItsHeaderUnlessAnotherIsNamed(String setting, CertificateForm form, String name) {
        assertThat(read(Map.of("trustedProxies", "10.0.0.1", "clientCertificateHeader", setting))
                        .certificateHeader())
                .contains(new CertificateHeader(form, name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"pem", "Nginx", "nginx:", "nginx:X Y", "nginx:Cookie", "none:X-Cert"})
    void hdr3_anUnknownFormOrABadNameIsAProblem(String setting) {
        assertThatThrownBy(() -> read(Map.of("trustedProxies", "10.0.0.1", "clientCertificateHeader", setting)))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("clientCertificateHeader is \"" + setting)
                .hasMessageContaining("allowed: none; rfc9440, nginx, apache, xfcc, traefik, haproxy, alb; or one");
    }

    @Test
    void hdr1_aHeaderWithoutAnyProxyIsAProblem() {
        assertThatThrownBy(() -> read(Map.of("clientCertificateHeader", "nginx")))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("clientCertificateHeader is set, but trustedProxies is not");
    }

    @Test
    void hdr1_aSecretThatWouldNotBeAskedForIsAProblem() {
        assertThatThrownBy(() -> read(Map.of("trustedProxies", "10.0.0.1", "trustedProxySecret", "/run/secret")))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("trustedProxySecret is set, but clientCertificateHeader is not");
    }

    @Test
    void hdr1_theSecretIsTheLineOfItsFile(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("proxy.secret"), SECRET + "\n");
        assertThat(with(file).problem()).isEmpty();
        assertThat(ProxySecretFile.read(file).bytes()).isEqualTo(SECRET.getBytes(StandardCharsets.US_ASCII));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "0123456789abcde", "0123456789abcdef\n0123456789abcdef", "0123456789 abcdef", "0123456789abcdé"})
    void hdr1_aFileWithSomethingElseIsAProblem(String text, @TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("proxy.secret"), text);
        assertThat(with(file).problem()).hasValueSatisfying(problem -> assertThat(problem)
                .startsWith("trustedProxySecret: " + file + " must hold one line of 16 to 512 ")
                .doesNotContain("0123456789"));
    }

    @Test
    void hdr1_aFileThatIsMissingOrTooLongIsAProblem(@TempDir Path folder) throws Exception {
        assertThat(with(folder.resolve("none")).problem())
                .contains("trustedProxySecret: there is no file " + folder.resolve("none"));
        Path file = Files.writeString(folder.resolve("proxy.secret"), "a".repeat(512) + "\n");
        assertThat(with(file).problem()).isEmpty();
        Files.writeString(file, "a".repeat(515));
        assertThat(with(file).problem()).isPresent();
    }

    private static ProxySettings with(Path secret) {
        return new ProxySettings(List.of(), Optional.of(secret), Optional.empty());
    }
}
