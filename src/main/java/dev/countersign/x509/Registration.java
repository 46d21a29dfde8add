package dev.countersign.x509;

import dev.countersign.client.ClientCertificate;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;

/** Makes what the store keeps of a certificate or of a bare public key. Where the file gives no {@code kid}, it is the key's {@link JwkThumbprint}. Thread-safe. */
final class Registration {

    /** In bytes. */
    private static final int ID_LENGTH = 12;

    private final SecureRandom random = new SecureRandom();
    private final InstantSource clock;

    Registration(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * Registers a key under the name that the file or the administrator gives it.
     *
     * @throws dev.countersign.auth.UnacceptableKeyException when nobody should rely on such a key
     */
    ClientCertificate of(FoundKey found) {
        RegisteredKey read = RegisteredKey.read(found.kind(), found.der());
        byte[] id = new byte[ID_LENGTH];
        random.nextBytes(id);
        return new ClientCertificate(
                Base64.getUrlEncoder().withoutPadding().encodeToString(id),
                found.kid().orElseGet(() -> JwkThumbprint.of(read.key())),
                found.alias().orElse(""),
                found.kind(),
                Base64.getEncoder().encodeToString(found.der()),
                clock.instant(),
                read.notAfter(),
                Optional.empty());
    }
}
