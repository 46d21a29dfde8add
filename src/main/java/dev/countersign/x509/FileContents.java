package dev.countersign.x509;

import java.util.List;

/**
 * What a file holds.
 *
 * @param keys the client's, at least one
 * @param warnings in whole sentences
 */
record FileContents(List<FoundKey> keys, List<String> warnings) {

    /** In clear, beside something that can be registered. */
    private static final String PRIVATE_KEY =
            "There is a private key in the file. It was not kept, but it has left its owner now:"
                    + " a new one should be made, and of that only the certificate or the public key sent.";

    FileContents {
        keys = List.copyOf(keys);
        warnings = List.copyOf(warnings);
    }

    static FileContents of(FoundKey key, boolean privateKeyBesideIt) {
        return new FileContents(List.of(key), privateKeyBesideIt ? List.of(PRIVATE_KEY) : List.of());
    }
}
