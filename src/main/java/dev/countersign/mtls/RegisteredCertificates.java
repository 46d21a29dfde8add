package dev.countersign.mtls;

import dev.countersign.auth.CertificateChain;
import dev.countersign.auth.Check;
import dev.countersign.auth.ClientKeys;
import dev.countersign.auth.Refusal;
import dev.countersign.auth.VerificationKey;
import dev.countersign.client.Client;
import dev.countersign.client.UnavailableException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Finds a presented certificate among those that are registered for its client, one by one or in its key set (RFC 8705,
 * section 2.2). It must be the same certificate, byte by byte, so that no CA, use or constraint needs to be looked at.
 * Thread-safe.
 */
final class RegisteredCertificates {

    private static final String REGISTERED_EXPLANATION =
            "The certificate is the same, byte by byte, as one that is registered for the client, or as the first one of"
                    + " an x5c in its key set (RFC 8705, section 2.2). A bare public key matches no certificate.";

    private final ClientKeys keys;
    private final boolean expiredCertificates;
    private final InstantSource clock;

    /** @param expiredCertificates whether a certificate counts outside of its validity */
    RegisteredCertificates(ClientKeys keys, boolean expiredCertificates, InstantSource clock) {
        this.keys = keys;
        this.expiredCertificates = expiredCertificates;
        this.clock = clock;
    }

    /**
     * The result.
     *
     * @param refusal empty: the certificate is registered and counts
     * @param credentialId of the registered certificate, where it is registered one by one
     */
    record Match(Optional<Refusal> refusal, Optional<String> credentialId) {

        static Match refused(Refusal refusal) {
            return new Match(Optional.of(refusal), Optional.empty());
        }
    }

    /** @throws UnavailableException when the client's key set cannot be had */
    Match find(CertificateChain chain, Client client) {
        Optional<VerificationKey> same = same(chain.thumbprint(), client);
        if (same.isEmpty()) {
            return Match.refused(Refusal.WRONG_CERTIFICATE);
        }
        return counts(same.get(), clock.instant())
                ? new Match(Optional.empty(), same.get().credentialId())
                : Match.refused(Refusal.CERTIFICATE_NOT_VALID);
    }

    List<Check> explain(CertificateChain chain, Client client) {
        String thumbprint = chain.thumbprint();
        List<VerificationKey> registered;
        Optional<VerificationKey> same;
        try {
            same = same(thumbprint, client);
            registered = keys.find(client, Optional.empty());
        } catch (UnavailableException e) {
            return List.of(new Check(
                    "certificate_registered",
                    Check.Result.UNKNOWN,
                    "a certificate of the client's key set",
                    String.valueOf(e.getMessage()),
                    REGISTERED_EXPLANATION));
        }
        Check found = new Check(
                "certificate_registered",
                Check.Result.of(same.isPresent()),
                registered.stream().anyMatch(RegisteredCertificates::isCertificate)
                        ? "one of the certificates with x5t#S256 "
                                + registered.stream()
                                        .filter(RegisteredCertificates::isCertificate)
                                        .flatMap(key -> key.thumbprint().stream())
                                        .collect(Collectors.joining(", "))
                        : "a registered certificate; the client has none",
                "x5t#S256 " + thumbprint,
                REGISTERED_EXPLANATION);
        return same.map(key -> List.of(found, dates(key))).orElse(List.of(found));
    }

    private Check dates(VerificationKey key) {
        Instant now = clock.instant();
        return new Check(
                "certificate_dates",
                Check.Result.of(counts(key, now)),
                expiredCertificates ? "any time" : "a time within the certificate's validity",
                "valid from " + key.notBefore().orElseThrow() + " to "
                        + key.notAfter().orElseThrow()
                        + key.expiresAt()
                                .map(end ->
                                        ", replaced by a newer one, " + (key.liveAt(now) ? "ends " : "ended ") + end)
                                .orElse("")
                        + ", now it is " + now,
                "Outside of its validity a certificate counts only where the setting expiredCertificates says so; one"
                        + " that was replaced never counts after its end.");
    }

    /** Asks the source of a key set anew, within its limits, where the certificate is not known yet. */
    private Optional<VerificationKey> same(String thumbprint, Client client) {
        return in(keys.find(client, Optional.empty()), thumbprint)
                .or(() -> in(keys.find(client, Optional.of(thumbprint)), thumbprint));
    }

    private static Optional<VerificationKey> in(List<VerificationKey> keys, String thumbprint) {
        return keys.stream()
                .filter(RegisteredCertificates::isCertificate)
                .filter(key -> key.thumbprint().filter(thumbprint::equals).isPresent())
                .findFirst();
    }

    /** A key may carry the thumbprint of a certificate that nothing else is known of. */
    private static boolean isCertificate(VerificationKey key) {
        return key.notBefore().isPresent() && key.notAfter().isPresent();
    }

    private boolean counts(VerificationKey key, Instant now) {
        if (!key.liveAt(now)) {
            return false;
        }
        return expiredCertificates
                || !(now.isBefore(key.notBefore().orElseThrow())
                        || now.isAfter(key.notAfter().orElseThrow()));
    }
}
