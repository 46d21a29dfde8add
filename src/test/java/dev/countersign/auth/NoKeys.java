package dev.countersign.auth;

import java.util.Optional;
import javax.crypto.SecretKey;

/** A key ring that nobody needs. */
public enum NoKeys implements DerivedKeys {
    NONE;

    @Override
    public String activeId() {
        throw new IllegalStateException("nobody needs a key here");
    }

    @Override
    public Optional<SecretKey> derive(String masterKeyId, String purpose) {
        return Optional.empty();
    }
}
