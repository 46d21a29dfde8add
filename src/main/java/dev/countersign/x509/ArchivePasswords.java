package dev.countersign.x509;

import dev.countersign.auth.ArchiveFormat;
import dev.countersign.auth.KeyPairOrder;
import dev.countersign.auth.Secret;
import dev.countersign.auth.UnacceptableKeyException;
import java.security.MessageDigest;
import java.util.Arrays;

/** An archive's passwords, after they were found good enough for every tool that may open it. Whoever closes them wipes them. Not thread-safe. */
final class ArchivePasswords implements AutoCloseable {

    /** In characters. Java's keytool asks for 6; the file travels, and whoever gets hold of it may try as many as he likes. */
    static final int SHORTEST = 8;

    /** In characters. */
    static final int LONGEST = 128;

    private static final String STORE = "store_password";
    private static final String KEY = "key_password";

    private final char[] store;
    private final char[] key;

    private ArchivePasswords(char[] store, char[] key) {
        this.store = store;
        this.key = key;
    }

    /** @throws UnacceptableKeyException with the reason */
    static ArchivePasswords of(KeyPairOrder order) {
        ArchiveFormat format = order.format();
        if (!format.isEncrypted()) {
            refuse(order.storePassword().isPresent(), STORE, format);
            refuse(order.keyPassword().isPresent(), KEY, format);
            return new ArchivePasswords(new char[0], new char[0]);
        }
        Secret store = order.storePassword()
                .orElseThrow(() -> new UnacceptableKeyException(
                        STORE, "A " + format + " archive is encrypted, so it needs a password."));
        Secret key = order.keyPassword().orElse(store);
        check(STORE, store);
        check(KEY, key);
        if (!format.hasKeyPassword() && !MessageDigest.isEqual(store.bytes(), key.bytes())) {
            throw new UnacceptableKeyException(
                    KEY,
                    "A " + format
                            + " archive has one password: OpenSSL and browsers cannot open one whose key has another. Leave the key's password out, or choose JKS or BCFKS.");
        }
        return new ArchivePasswords(characters(store), characters(key));
    }

    char[] store() {
        return store;
    }

    char[] key() {
        return key;
    }

    @Override
    public void close() {
        Arrays.fill(store, '\0');
        Arrays.fill(key, '\0');
    }

    private static void refuse(boolean there, String field, ArchiveFormat format) {
        if (there) {
            throw new UnacceptableKeyException(
                    field, "A " + format + " is not encrypted: a password would protect nothing. Leave it out.");
        }
    }

    private static void check(String field, Secret password) {
        for (byte character : password.bytes()) {
            // PKCS #12 makes UTF-16 of a password, OpenSSL's own make UTF-8, Java 17 refuses: only these mean one and
            // the same to all.
            if (character < ' ' || character > '~') {
                throw new UnacceptableKeyException(
                        field,
                        "A password has letters, digits, blanks and signs of ASCII only: keytool, OpenSSL and browsers disagree on all other characters, and the archive would not open.");
            }
        }
        if (password.bytes().length < SHORTEST || password.bytes().length > LONGEST) {
            throw new UnacceptableKeyException(field, "A password has " + SHORTEST + " to " + LONGEST + " characters.");
        }
    }

    private static char[] characters(Secret password) {
        byte[] ascii = password.bytes();
        char[] characters = new char[ascii.length];
        for (int i = 0; i < ascii.length; i++) {
            characters[i] = (char) ascii[i];
        }
        return characters;
    }
}
