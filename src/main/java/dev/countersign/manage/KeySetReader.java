package dev.countersign.manage;

import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/** Takes the public keys out of a JSON Web Key Set (RFC 7517, section 5) that an administrator brings. Thread-safe. */
@FunctionalInterface
public interface KeySetReader {

    /**
     * Reads a set in UTF-8.
     *
     * @throws UnacceptableKeyException when it is no key set, contains a forbidden key, or contains no usable key
     */
    KeysOfSet read(byte[] json);

    /**
     * What was in it.
     *
     * @param keys at least one
     * @param warnings what the administrator should know, in whole sentences
     */
    record KeysOfSet(List<KeyOfSet> keys, List<String> warnings) {

        public KeysOfSet {
            keys = List.copyOf(keys);
            warnings = List.copyOf(warnings);
        }
    }

    /**
     * One public key.
     *
     * @param kid as the set has it; empty: it has none
     * @param algorithm the only JWS algorithm that it may be used with; empty: any that fits
     * @param certificate the first one of {@code x5c}, for this very key
     */
    record KeyOfSet(
            Optional<String> kid, PublicKey key, Optional<String> algorithm, Optional<X509Certificate> certificate) {}
}
