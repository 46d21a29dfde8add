package dev.countersign.x509;

import dev.countersign.client.ClientCertificate;
import dev.countersign.client.ClientCertificate.Kind;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;

/** Makes what the store keeps of a certificate or of a bare public key. The {@code kid} is the key's {@link JwkThumbprint}. Thread-safe. */
final class Registration {

    /** In bytes. */
    private static final int ID_LENGTH = 12;

    private final SecureRandom random = new SecureRandom();
    private final InstantSource clock;

    Registration(InstantSource clock) {
        this.clock = clock;
    }

    /** @throws UnacceptableKeyException when nobody should rely on such a key */
    ClientCertificate of(Kind kind, byte[] der, String alias) {
        RegisteredKey read = RegisteredKey.read(kind, der);
        byte[] id = new byte[ID_LENGTH];
        random.nextBytes(id);
        return new ClientCertificate(
                Base64.getUrlEncoder().withoutPadding().encodeToString(id),
                JwkThumbprint.of(read.key()),
                alias,
                kind,
                Base64.getEncoder().encodeToString(der),
                clock.instant(),
                read.notAfter(),
                Optional.empty());
    }
}
