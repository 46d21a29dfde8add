package dev.countersign.mtls;

import dev.countersign.auth.CertificatePaths;
import dev.countersign.auth.PropertyDescription;
import dev.countersign.client.Client;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What is registered for clients with TLS certificates, by metadata name (RFC 8705, section 2.1.2). */
final class CertificateProperties {

    /** The CA that must be on the path, by the SHA-256 of its SubjectPublicKeyInfo in lower-case hexadecimal. */
    private static final String AUTHORITY = "tls_client_auth_ca";

    private static final List<SubjectKind> KINDS = List.of(SubjectKind.values());

    private CertificateProperties() {}

    /** Empty: any CA that is trusted for clients. */
    static Optional<String> authority(Client client) {
        return Optional.ofNullable(client.profile().properties().get(AUTHORITY));
    }

    /** Empty: none is registered, or it is not valid. */
    static Optional<RegisteredSubject> subject(Client client) {
        return KINDS.stream().flatMap(kind -> registered(kind, client).stream()).findFirst();
    }

    private static Optional<RegisteredSubject> registered(SubjectKind kind, Client client) {
        return Optional.ofNullable(client.profile().properties().get(kind.metadataName()))
                .flatMap(kind::registered);
    }

    /** What {@link #subject} depends on, as a text. */
    static String subjectText(Client client) {
        Map<String, String> properties = client.profile().properties();
        StringBuilder text = new StringBuilder(128);
        for (SubjectKind kind : KINDS) {
            String value = properties.get(kind.metadataName());
            if (value != null) {
                text.append(kind.metadataName())
                        .append(value.length())
                        .append(' ')
                        .append(value);
            }
        }
        return text.toString();
    }

    static List<PropertyDescription> ofTrusted(List<CertificatePaths.Authority> authorities) {
        List<PropertyDescription> properties = new ArrayList<>();
        for (SubjectKind kind : SubjectKind.values()) {
            properties.add(new PropertyDescription(
                    kind.metadataName(), PropertyDescription.Type.TEXT, List.of(), false, kind.help(), kind::problem));
        }
        properties.add(new PropertyDescription(
                AUTHORITY,
                PropertyDescription.Type.CHOICE,
                authorities.stream()
                        .map(CertificatePaths.Authority::keyHash)
                        .distinct()
                        .toList(),
                false,
                "The only CA whose certificates the client may use, by the SHA-256 of its public key; none: every CA that"
                        + " is trusted for clients.",
                value -> Optional.empty(),
                value -> List.of(),
                subjects(authorities)));
        return properties;
    }

    /** Exactly one subject: with two, it would be unclear which of them decides (RFC 8705, section 2.1.2). */
    static Optional<String> problemOfTrusted(Map<String, String> values) {
        long subjects = KINDS.stream()
                .filter(kind -> values.containsKey(kind.metadataName()))
                .count();
        return subjects == 1
                ? Optional.empty()
                : Optional.of("A client of tls_client_auth has exactly one of tls_client_auth_subject_dn,"
                        + " tls_client_auth_san_dns, tls_client_auth_san_uri, tls_client_auth_san_ip and"
                        + " tls_client_auth_san_email; this one has " + subjects + " (RFC 8705, section 2.1.2).");
    }

    /** By key: of CAs with the same key, all subjects. */
    private static Map<String, String> subjects(List<CertificatePaths.Authority> authorities) {
        return authorities.stream()
                .collect(Collectors.toMap(
                        CertificatePaths.Authority::keyHash,
                        CertificatePaths.Authority::subject,
                        (one, other) -> one.equals(other) ? one : one + "; " + other));
    }
}
