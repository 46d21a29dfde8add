package dev.countersign.kit;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The public keys of a key store that are to be published. Only certificates are looked at, never a private key.
 * Stateless.
 *
 * @param content reads the bytes of the key store
 * @param name of the source, for messages
 * @param type empty: PKCS12 or JKS, by its content
 * @param password empty: there is none
 * @param aliases empty: all that have a private key
 */
record PublishedKeyStore(
        Supplier<byte[]> content,
        String name,
        Optional<String> type,
        Optional<Supplier<char[]>> password,
        List<String> aliases) {

    private static final Logger LOG = System.getLogger(PublishedKeyStore.class.getPackageName());

    /**
     * The keys to be published now. A key that is missing or unusable is left out, and the log says so: taking a key
     * out of the store withdraws it, even where {@code aliases} still lists it.
     *
     * @throws UnusableKeyException when the key store cannot be opened
     */
    List<PublicJwk> keys() {
        KeyStoreEntries entries = new KeyStoreEntries(open());
        List<PublicJwk> keys = new ArrayList<>();
        for (String alias : aliases.isEmpty() ? entries.ownAliases() : aliases) {
            try {
                keys.add(PublicJwk.of(entries.publicKey(alias)));
            } catch (UnusableKeyException e) {
                LOG.log(Level.WARNING, "{0}: the key {1} is not published. {2}", name, alias, e.getMessage());
            }
        }
        if (keys.isEmpty()) {
            LOG.log(Level.WARNING, "{0}: no key is published.", name);
        }
        return keys;
    }

    private KeyStore open() {
        char @Nullable [] chars = password.map(Supplier::get).orElse(null);
        try {
            byte[] bytes = content.get();
            return KeyStoreFile.parse(bytes, type.orElseGet(() -> KeyStoreFile.looksLike(bytes)), chars, name);
        } finally {
            if (chars != null) {
                Arrays.fill(chars, '\0');
            }
        }
    }
}
