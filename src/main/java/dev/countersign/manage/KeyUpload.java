package dev.countersign.manage;

import dev.countersign.auth.Secret;
import java.util.Optional;

/**
 * A file in which an administrator brings a client's public key. There may be a private key in it: never printed, and
 * wiped when it is closed.
 *
 * @param content of the file
 * @param alias which entry of a key store is meant; empty: the only suitable one. With other formats, the name that
 *     the key gets
 * @param password of the key store; empty: none was given
 * @param force whether a certificate may be taken although it is expired or not yet valid
 */
public record KeyUpload(
        ImportFormat format, Secret content, Optional<String> alias, Optional<Secret> password, boolean force)
        implements AutoCloseable {

    @Override
    public void close() {
        content.close();
        password.ifPresent(Secret::close);
    }

    @Override
    public String toString() {
        return "KeyUpload[" + format + "]";
    }
}
