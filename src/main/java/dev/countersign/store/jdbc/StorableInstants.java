package dev.countersign.store.jdbc;

import dev.countersign.client.ClientCertificate;
import dev.countersign.client.ClientSecret;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * Rounds times down to the precision of the database, so that a time that was written equals the one that is read.
 * Stateless.
 */
final class StorableInstants {

    /** The first instant that not every database can store. */
    private static final Instant END = Instant.parse("+10000-01-01T00:00:00Z");

    private StorableInstants() {}

    static List<ClientSecret> of(List<ClientSecret> secrets) {
        return secrets.stream()
                .map(secret -> new ClientSecret(
                        secret.id(),
                        secret.label(),
                        secret.hash(),
                        of(secret.createdAt()),
                        secret.expiresAt().map(StorableInstants::of),
                        secret.lastUsedAt().map(StorableInstants::of)))
                .toList();
    }

    static List<ClientCertificate> ofCertificates(List<ClientCertificate> certificates) {
        return certificates.stream()
                .map(certificate -> new ClientCertificate(
                        certificate.id(),
                        certificate.kid(),
                        certificate.alias(),
                        certificate.kind(),
                        certificate.der(),
                        certificate.algorithm(),
                        of(certificate.createdAt()),
                        certificate.notAfter().map(StorableInstants::of),
                        certificate.lastUsedAt().map(StorableInstants::of)))
                .toList();
    }

    /** Rounds up: the first storable instant that is not before this. */
    static Instant notBefore(Instant instant) {
        Instant floor = of(instant);
        return floor.equals(instant) ? floor : floor.plus(1, ChronoUnit.MICROS);
    }

    /** @throws IllegalArgumentException when it is too far away */
    static Instant of(Instant instant) {
        if (instant.isBefore(Instant.EPOCH) || !instant.isBefore(END)) {
            throw new IllegalArgumentException("a time must be between the years 1970 and 9999");
        }
        return instant.truncatedTo(ChronoUnit.MICROS);
    }
}
