package dev.countersign.store.jdbc;

import dev.countersign.client.ClientCertificate;
import dev.countersign.client.ClientProfile;
import dev.countersign.client.ClientSecret;
import dev.countersign.client.TokenRules;
import dev.countersign.token.SigningKey;
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
                        secret.lastUsedAt().map(StorableInstants::of),
                        secret.replacement()))
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
                        certificate.lastUsedAt().map(StorableInstants::of),
                        certificate.expiresAt().map(StorableInstants::of),
                        certificate.replacement()))
                .toList();
    }

    /**
     * The end of tokens is rounded up: none that is to be dead may live. Their lifetime is in whole seconds, as it is
     * told to clients (RFC 6749, section 5.1).
     */
    static ClientProfile of(ClientProfile profile) {
        TokenRules tokens = profile.tokens();
        return profile.with(new TokenRules(
                tokens.grantTypes(),
                tokens.lifetime().map(lifetime -> lifetime.truncatedTo(ChronoUnit.SECONDS)),
                tokens.introspection(),
                tokens.certificateBound(),
                tokens.notBefore().map(StorableInstants::notBefore)));
    }

    /** The end of the last token is rounded up, since its key is needed until then. */
    static SigningKey of(SigningKey key) {
        return new SigningKey(
                key.kid(),
                key.algorithm(),
                key.publicKey(),
                key.sealedPrivateKey(),
                of(key.createdAt()),
                key.activeSince().map(StorableInstants::of),
                key.retiredAt().map(StorableInstants::of),
                key.lastTokenExpiresAt().map(StorableInstants::notBefore));
    }

    /** Rounds up: the first storable instant that is not before this. */
    static Instant notBefore(Instant instant) {
        Instant floor = of(instant);
        return floor.equals(instant) ? floor : floor.plus(1, ChronoUnit.MICROS);
    }

    /** Rounds up to a whole second. */
    static Instant wholeSecond(Instant instant) {
        Instant floor = instant.truncatedTo(ChronoUnit.SECONDS);
        return floor.equals(instant) ? floor : floor.plusSeconds(1);
    }

    /** @throws IllegalArgumentException when it is too far away */
    static Instant of(Instant instant) {
        if (instant.isBefore(Instant.EPOCH) || !instant.isBefore(END)) {
            throw new IllegalArgumentException("a time must be between the years 1970 and 9999");
        }
        return instant.truncatedTo(ChronoUnit.MICROS);
    }
}
