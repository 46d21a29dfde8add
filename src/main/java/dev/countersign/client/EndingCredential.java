package dev.countersign.client;

import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;

/**
 * A secret or a certificate that ends by itself. Immutable.
 *
 * @param id of the secret or of the certificate
 * @param label what the administrator calls it: of a certificate the alias; may be empty
 * @param createdAt when it was registered
 * @param endsAt of a secret the first instant at which it no longer works, of a certificate the last one at which
 *     it does, or, where it was replaced, the first one at which it is refused
 */
public record EndingCredential(Kind kind, ClientId client, String id, String label, Instant createdAt, Instant endsAt) {

    /** The kind of the credential. */
    public enum Kind {
        SECRET,
        CERTIFICATE
    }

    /** Those of a client, in no particular order: secrets with an end, certificates with a last instant. */
    public static Stream<EndingCredential> of(Client client) {
        return Stream.concat(
                client.secrets().stream()
                        .flatMap(secret -> secret.expiresAt().stream()
                                .map(end -> new EndingCredential(
                                        Kind.SECRET,
                                        client.id(),
                                        secret.id(),
                                        secret.label(),
                                        secret.createdAt(),
                                        end))),
                client.certificates().stream()
                        .flatMap(certificate -> certificate.notAfter().stream()
                                .map(end -> new EndingCredential(
                                        Kind.CERTIFICATE,
                                        client.id(),
                                        certificate.id(),
                                        certificate.alias(),
                                        certificate.createdAt(),
                                        end))));
    }

    /** Whether it was registered with more than this time left. */
    public boolean livesLongerThan(Duration time) {
        return createdAt.isBefore(endsAt.minus(time));
    }
}
