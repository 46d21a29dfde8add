package dev.countersign.boot;

import dev.countersign.http.CertificateForm;
import dev.countersign.http.CertificateHeader;
import dev.countersign.http.ForwardedCertificates;
import dev.countersign.http.Transport;
import dev.countersign.text.CidrBlock;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The settings of the reverse proxies in front. Immutable.
 *
 * @param trusted peers whose forwarding headers about the address and scheme of a request are trusted
 * @param secret the file with what they send beside a certificate; empty: their address is enough
 * @param certificateHeader where they put the certificates of their clients; empty: they forward none
 */
record ProxySettings(List<CidrBlock> trusted, Optional<Path> secret, Optional<CertificateHeader> certificateHeader) {

    private static final String NO_HEADER = "none";

    static ProxySettings read(SettingsReader reader) {
        ProxySettings settings = new ProxySettings(
                reader.read(
                        "trustedProxies",
                        List.of(),
                        "addresses or CIDR blocks, separated by commas or spaces",
                        SettingTypes::cidrBlocks),
                reader.optional("trustedProxySecret", "the path of a text file with one line", SettingTypes::path),
                reader.read("clientCertificateHeader", Optional.empty(), forms(), ProxySettings::header));
        if (settings.certificateHeader().isPresent() && settings.trusted().isEmpty()) {
            reader.problem("clientCertificateHeader is set, but trustedProxies is not: the header would be refused"
                    + " whoever sends it");
        }
        if (settings.secret().isPresent() && settings.certificateHeader().isEmpty()) {
            reader.problem("trustedProxySecret is set, but clientCertificateHeader is not: the secret would protect"
                    + " nothing, since it is asked for beside a forwarded certificate only");
        }
        return settings;
    }

    /** Why the file with the secret cannot be used; empty: it can, or none is named. */
    Optional<String> problem() {
        return secret.flatMap(ProxySecretFile::problem);
    }

    /** @throws IllegalStateException when the file with the secret cannot be used */
    Transport transport(boolean requireTls) {
        return new Transport(
                requireTls,
                trusted,
                new ForwardedCertificates(certificateHeader, secret.map(ProxySecretFile::read)));
    }

    private static Optional<CertificateHeader> header(String text) {
        return text.equals(NO_HEADER) ? Optional.empty() : Optional.of(CertificateHeader.parse(text));
    }

    private static String forms() {
        return Arrays.stream(CertificateForm.values())
                .map(CertificateForm::text)
                .collect(Collectors.joining(", ", NO_HEADER + "; ", "; or one of these and the name of a header, such"
                        + " as nginx:X-Client-Cert"));
    }
}
