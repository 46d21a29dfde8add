package dev.countersign.admin;

import dev.countersign.client.ClientCertificate;
import dev.countersign.client.Replacement;
import dev.countersign.keys.JwsAlgorithm;
import dev.countersign.manage.KeyDescriber;
import dev.countersign.manage.KeyDescriber.CertificateText;
import dev.countersign.manage.KeyDescriber.KeyDescription;
import dev.countersign.manage.UnacceptableKeyException;
import jakarta.json.bind.annotation.JsonbPropertyOrder;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * What the interface shows of a public key that was registered, in a certificate or bare. Immutable.
 *
 * @param inUse whether it counts: false while the client has another source of keys, or a method without keys
 * @param notAfter the last instant of its certificate, or its end where it was replaced and that is earlier
 * @param expiresAt the first instant at which it is refused, since it was replaced
 * @param size in bits
 * @param alg the only JWS algorithm that it may be used with
 * @param pem the key itself; empty: not asked for
 * @param error why it cannot be parsed any more
 */
@JsonbPropertyOrder({
    "id",
    "kid",
    "alias",
    "kind",
    "createdAt",
    "inUse",
    "notAfter",
    "lastUsedAt",
    "expiresAt",
    "replacedBy",
    "unusedFor",
    "alg",
    "algorithm",
    "size",
    "sha256",
    "subject",
    "issuer",
    "serial",
    "notBefore",
    "pem",
    "error"
})
public record CertificateRepresentation(
        String id,
        String kid,
        String alias,
        String kind,
        Instant createdAt,
        boolean inUse,
        Optional<Instant> notAfter,
        Optional<Instant> lastUsedAt,
        Optional<Instant> expiresAt,
        Optional<String> replacedBy,
        Optional<String> unusedFor,
        Optional<String> alg,
        Optional<String> algorithm,
        Optional<Integer> size,
        Optional<String> sha256,
        Optional<String> subject,
        Optional<String> issuer,
        Optional<String> serial,
        Optional<Instant> notBefore,
        Optional<String> pem,
        Optional<String> error) {

    /** All details. A key that can no longer be decoded has an error in their place, and does not hide the others. */
    static CertificateRepresentation of(ClientCertificate registered, boolean inUse, KeyDescriber describer) {
        try {
            return of(registered, inUse, Optional.of(describer.describe(registered)), Optional.empty());
        } catch (UnacceptableKeyException e) {
            return of(registered, inUse, Optional.empty(), Optional.of(String.valueOf(e.getMessage())));
        }
    }

    /** What the store knows without decoding the certificate. */
    static CertificateRepresentation stored(ClientCertificate registered, boolean inUse) {
        return of(registered, inUse, Optional.empty(), Optional.empty());
    }

    /** The same, and the key itself. */
    static CertificateRepresentation withPem(ClientCertificate registered, boolean inUse) {
        return of(registered, inUse, Optional.empty(), Optional.of(KeyPem.write(registered)), Optional.empty());
    }

    private static CertificateRepresentation of(
            ClientCertificate registered, boolean inUse, Optional<KeyDescription> description, Optional<String> error) {
        return of(registered, inUse, description, Optional.empty(), error);
    }

    private static CertificateRepresentation of(
            ClientCertificate registered,
            boolean inUse,
            Optional<KeyDescription> description,
            Optional<String> pem,
            Optional<String> error) {
        Optional<CertificateText> text = description.flatMap(KeyDescription::certificate);
        return new CertificateRepresentation(
                registered.id(),
                registered.kid(),
                registered.alias(),
                registered.kind().name().toLowerCase(Locale.ROOT),
                registered.createdAt(),
                inUse,
                registered.notAfter(),
                registered.lastUsedAt(),
                registered.expiresAt(),
                registered.replacement().map(Replacement::replacedBy),
                registered.replacement().map(how -> DurationText.of(how.unusedFor())),
                registered
                        .algorithm()
                        .or(() -> description
                                .flatMap(known -> known.type().boundTo())
                                .map(JwsAlgorithm::registeredName)),
                description.map(known -> known.type().algorithm()),
                description.map(known -> known.type().size()),
                description.map(KeyDescription::sha256),
                text.map(CertificateText::subject),
                text.map(CertificateText::issuer),
                text.map(CertificateText::serial),
                text.map(CertificateText::notBefore),
                pem,
                error);
    }
}
