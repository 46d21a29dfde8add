package dev.countersign.x509;

import dev.countersign.auth.Secret;
import dev.countersign.manage.KeyPairOrder;
import java.util.Arrays;
import java.util.Optional;

/** An archive's passwords as characters, which are wiped when it is closed. Not thread-safe. */
final class ArchivePasswords implements AutoCloseable {

    private final char[] store;
    private final char[] key;

    private ArchivePasswords(char[] store, char[] key) {
        this.store = store;
        this.key = key;
    }

    static ArchivePasswords of(KeyPairOrder order) {
        return new ArchivePasswords(
                characters(order.storePassword()),
                characters(order.keyPassword().or(order::storePassword)));
    }

    /** Empty: the format is not encrypted. */
    char[] store() {
        return store;
    }

    /** That of the store where the key has none of its own. */
    char[] key() {
        return key;
    }

    @Override
    public void close() {
        Arrays.fill(store, '\0');
        Arrays.fill(key, '\0');
    }

    private static char[] characters(Optional<Secret> password) {
        byte[] ascii = password.map(Secret::bytes).orElse(new byte[0]);
        char[] characters = new char[ascii.length];
        for (int i = 0; i < ascii.length; i++) {
            characters[i] = (char) ascii[i];
        }
        return characters;
    }
}
