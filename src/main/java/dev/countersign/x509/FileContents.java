package dev.countersign.x509;

import java.util.List;

/**
 * What a file holds.
 *
 * @param keys the client's, at least one
 * @param warnings in whole sentences
 */
record FileContents(List<FoundKey> keys, List<String> warnings) {

    /** An unencrypted private key, beside something that can be registered. */
    private static final String PRIVATE_KEY =
            "There is a private key in the file. It was not kept, but it should not travel: make a new key, and bring only"
                    + " its certificate or public key.";

    FileContents {
        keys = List.copyOf(keys);
        warnings = List.copyOf(warnings);
    }

    static FileContents of(ParsedKey key, boolean privateKeyBesideIt) {
        return new FileContents(List.of(new FoundKey(key)), privateKeyBesideIt ? List.of(PRIVATE_KEY) : List.of());
    }
}
