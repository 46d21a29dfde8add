package dev.countersign.jose;

import dev.countersign.auth.DerivedKeys;
import java.util.Optional;
import javax.crypto.SecretKey;

/** A key ring that nobody needs. */
enum NoKeys implements DerivedKeys {
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
