package dev.countersign.auth;

import java.time.Duration;
import java.util.Optional;

/**
 * What an administrator asks of a new key pair. Holds passwords: never printed.
 *
 * @param alias under which the key is found in the archive
 * @param storePassword of the archive; there unless {@code format} is not encrypted
 * @param keyPassword of the key in it; empty: the archive's
 * @param validity of the certificate, from now on
 */
public record KeyPairOrder(
        ArchiveFormat format,
        String alias,
        Optional<Secret> storePassword,
        Optional<Secret> keyPassword,
        KeyPairType type,
        Duration validity)
        implements AutoCloseable {

    /** Wipes the passwords. */
    @Override
    public void close() {
        storePassword.ifPresent(Secret::close);
        keyPassword.ifPresent(Secret::close);
    }

    @Override
    public String toString() {
        return "KeyPairOrder[hidden]";
    }
}
