package dev.countersign.manage;

import dev.countersign.auth.Secret;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Optional;

/**
 * An administrator's order for a new key pair. Its passwords are such as every tool that opens the archive accepts.
 * Never printed.
 *
 * @param alias under which the key is found in the archive
 * @param storePassword of the archive; there unless {@code format} is not encrypted
 * @param keyPassword of the key in it; empty: the archive's
 * @param validity of the certificate, from now on
 */
public record KeyPairOrder(
        ArchiveFormat format,
        String alias,
        Optional<Secret> storePassword,
        Optional<Secret> keyPassword,
        KeyPairType type,
        Duration validity)
        implements AutoCloseable {

    /** Java's keytool asks for 6; but the file travels, and a copy lets an attacker try any number of passwords. */
    public static final int MIN_PASSWORD_CHARS = 8;

    public static final int MAX_PASSWORD_CHARS = 128;

    public static final Duration MIN_VALIDITY = Duration.ofMinutes(1);

    /** Longer than any setting allows: it keeps the end within the dates that a certificate can state. */
    public static final Duration MAX_VALIDITY = Duration.ofDays(36_500);

    private static final String STORE = "store_password";
    private static final String KEY = "key_password";

    /** @throws UnacceptableKeyException when a password or the validity is not such as is said above; wipes nothing */
    public KeyPairOrder {
        if (validity.compareTo(MIN_VALIDITY) < 0 || validity.compareTo(MAX_VALIDITY) > 0) {
            throw new UnacceptableKeyException(
                    "validity", "A certificate is valid for 1 minute to " + MAX_VALIDITY.toDays() + " days.");
        }
        if (format.isEncrypted()) {
            requirePasswords(format, storePassword, keyPassword);
        } else {
            refuse(storePassword, STORE, format);
            refuse(keyPassword, KEY, format);
        }
    }

    private static void refuse(Optional<Secret> password, String field, ArchiveFormat format) {
        if (password.isPresent()) {
            throw new UnacceptableKeyException(
                    field, "A " + format + " is not encrypted: a password would protect nothing. Leave it out.");
        }
    }

    private static void requirePasswords(ArchiveFormat format, Optional<Secret> store, Optional<Secret> key) {
        if (store.isEmpty()) {
            throw new UnacceptableKeyException(STORE, "A " + format + " archive is encrypted, so it needs a password.");
        }
        requireUsable(STORE, store.get());
        if (key.isEmpty()) {
            return;
        }
        requireUsable(KEY, key.get());
        if (!format.hasKeyPassword()
                && !MessageDigest.isEqual(store.get().bytes(), key.get().bytes())) {
            throw new UnacceptableKeyException(
                    KEY,
                    "A " + format + " archive has one password: OpenSSL and browsers cannot open one whose key has"
                            + " another. Leave the key's password out, or choose JKS or BCFKS.");
        }
    }

    private static void requireUsable(String field, Secret password) {
        for (byte character : password.bytes()) {
            // PKCS #12 encodes a password as UTF-16, OpenSSL's own formats as UTF-8, and Java 17 refuses other
            // characters than these: only these are encoded alike by all.
            if (character < ' ' || character > '~') {
                throw new UnacceptableKeyException(
                        field,
                        "A password has letters, digits, blanks and signs of ASCII only: keytool, OpenSSL and browsers"
                                + " disagree on all other characters, and the archive would not open.");
            }
        }
        int length = password.bytes().length;
        if (length < MIN_PASSWORD_CHARS || length > MAX_PASSWORD_CHARS) {
            throw new UnacceptableKeyException(
                    field, "A password has " + MIN_PASSWORD_CHARS + " to " + MAX_PASSWORD_CHARS + " characters.");
        }
    }

    /** Wipes the passwords. */
    @Override
    public void close() {
        storePassword.ifPresent(Secret::close);
        keyPassword.ifPresent(Secret::close);
    }

    @Override
    public String toString() {
        return "KeyPairOrder[hidden]";
    }
}
