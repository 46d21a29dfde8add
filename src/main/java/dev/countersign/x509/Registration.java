package dev.countersign.x509;

import dev.countersign.client.ClientCertificate;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;

/**
 * Makes what the store keeps of a certificate or of a bare public key. Where the file gives no {@code kid}, it is the
 * key's thumbprint. Thread-safe.
 */
final class Registration {

    /** In bytes. */
    private static final int ID_LENGTH = 12;

    private final SecureRandom random = new SecureRandom();
    private final InstantSource clock;

    Registration(InstantSource clock) {
        this.clock = clock;
    }

    ClientCertificate of(FoundKey found, String alias) {
        ParsedKey key = found.parsed();
        byte[] id = new byte[ID_LENGTH];
        random.nextBytes(id);
        return new ClientCertificate(
                Base64.getUrlEncoder().withoutPadding().encodeToString(id),
                found.kid().orElseGet(key::thumbprint),
                alias,
                key.kind(),
                Base64.getEncoder().encodeToString(key.der()),
                found.algorithm(),
                clock.instant(),
                key.notAfter(),
                Optional.empty());
    }
}
