package dev.countersign.boot;

import dev.countersign.auth.CertificatePaths;
import dev.countersign.mtls.TrustedPaths;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The settings of the CAs that are trusted for clients. Immutable.
 *
 * @param authorities the file with them; empty: none is, and the method {@code tls_client_auth} is off
 * @param revocationLists the file or directory with their revocation lists; empty: nothing is ever revoked
 */
record ClientCertificateSettings(Optional<Path> authorities, Optional<Path> revocationLists) {

    static ClientCertificateSettings read(SettingsReader reader) {
        ClientCertificateSettings settings = new ClientCertificateSettings(
                reader.optional(
                        "clientCertificateAuthorities",
                        "the path of a file with the CAs of clients: PEM, DER, PKCS #12 or JKS",
                        SettingTypes::path),
                reader.optional(
                        "clientCertificateRevocationLists",
                        "the path of a file or directory with certificate revocation lists, PEM or DER",
                        SettingTypes::path));
        if (settings.revocationLists().isPresent() && settings.authorities().isEmpty()) {
            reader.problem(
                    "clientCertificateRevocationLists is set, but clientCertificateAuthorities is not: there is no"
                            + " certificate that the lists could revoke");
        }
        return settings;
    }

    /** Why the files cannot be used. */
    List<String> problems() {
        return Stream.of(
                        authorities.flatMap(TrustedPaths::problem).map("clientCertificateAuthorities: "::concat),
                        TrustedPaths.problemOfLists(revocationLists).map("clientCertificateRevocationLists: "::concat))
                .flatMap(Optional::stream)
                .toList();
    }

    /** @throws IllegalArgumentException when a file cannot be used; the message is for the deployer */
    CertificatePaths paths(InstantSource clock) {
        return authorities
                .<CertificatePaths>map(file -> TrustedPaths.read(file, revocationLists, clock))
                .orElse(CertificatePaths.NONE);
    }
}
