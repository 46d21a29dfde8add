package dev.countersign.kit;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/**
 * The key under one alias of a key store file, read again when the file has changed: a rotation is a new file, and no
 * restart. While a new file cannot be used, the last good key signs on and the log says why. Thread-safe.
 *
 * <pre>{@code
 * RotatingKey key = new RotatingKey(Path.of("/etc/billing/keys.p12"),
 * Password.inFile(Path.of("/etc/billing/password")), "active"); ClientAssertion assertion = new
 * ClientAssertion("billing", "https://sentry.example/countersign", key); }</pre>
 */
public final class RotatingKey implements Supplier<ClientKey> {

    private final LastGood<ClientKey> key;

    /**
     * Reads the file at once.
     *
     * @param file PKCS12 or JKS, replaced as a whole ({@code mv}) when the keys change
     * @param password of the store and of the key
     * @param alias the active key's; the others in the file are only published
     * @throws UnusableKeyException with the reason in words
     */
    public RotatingKey(Path file, Supplier<char[]> password, String alias) {
        this(file, password, alias, InstantSource.system());
    }

    RotatingKey(Path file, Supplier<char[]> password, String alias, InstantSource clock) {
        this.key = new LastGood<>(List.of(file), () -> read(file, password, alias), clock);
    }

    private static ClientKey read(Path file, Supplier<char[]> password, String alias) {
        char[] chars = password.get();
        try {
            return ClientKey.inKeyStore(file, chars, alias);
        } finally {
            Arrays.fill(chars, '\0');
        }
    }

    /** The key that is the active one now. */
    @Override
    public ClientKey get() {
        return key.get();
    }
}
