package dev.countersign.auth;

import java.util.Optional;
import javax.crypto.SecretKey;

/** A key ring for tests that derive no key. */
public enum NoKeys implements DerivedKeys {
    NONE;

    @Override
    public String activeId() {
        throw new IllegalStateException("no key is derived in this test");
    }

    @Override
    public Optional<SecretKey> derive(String masterKeyId, String purpose) {
        return Optional.empty();
    }
}
