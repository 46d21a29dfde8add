package dev.countersign.auth;

import java.util.Optional;
import javax.crypto.SecretKey;

/** The keys derived from the master key ring: for each master key and each purpose another one. Thread-safe. */
public interface DerivedKeys {

    /** The id of the active master key, which protects new hashes and ciphertexts. */
    String activeId();

    /**
     * The 256-bit key for {@code purpose} under the master key of that id; empty: the ring has no such key. The same
     * object each time.
     */
    Optional<SecretKey> derive(String masterKeyId, String purpose);
}
