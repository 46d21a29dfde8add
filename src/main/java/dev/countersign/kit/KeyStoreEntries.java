package dev.countersign.kit;

import dev.countersign.kit.UnusableKeyException.Problem;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.UnrecoverableKeyException;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The entries of a key store, by alias. As thread-safe as the store, which is not changed any more. */
final class KeyStoreEntries {

    private final KeyStore store;

    KeyStoreEntries(KeyStore store) {
        this.store = store;
    }

    PrivateKey privateKey(String alias, char[] password) {
        require(alias);
        @Nullable Key key;
        try {
            key = store.getKey(alias, password);
        } catch (UnrecoverableKeyException e) {
            throw new UnusableKeyException(
                    Problem.WRONG_PASSWORD, "The password of the key " + alias + " is wrong.", e);
        } catch (GeneralSecurityException e) {
            throw new UnusableKeyException(Problem.UNREADABLE, "The key " + alias + " cannot be read.", e);
        }
        if (key instanceof PrivateKey found) {
            return found;
        }
        throw new UnusableKeyException(Problem.NO_PRIVATE_KEY, "The entry " + alias + " has no private key.");
    }

    PublicKey publicKey(String alias) {
        require(alias);
        try {
            @Nullable Certificate certificate = store.getCertificate(alias);
            if (certificate != null) {
                return certificate.getPublicKey();
            }
        } catch (KeyStoreException e) {
            throw new IllegalStateException("the key store was not opened", e);
        }
        throw new UnusableKeyException(
                Problem.NO_PRIVATE_KEY,
                "The entry " + alias + " has no certificate, or the key store needs a password to show it.");
    }

    boolean has(String alias) {
        try {
            return store.containsAlias(alias);
        } catch (KeyStoreException e) {
            throw new IllegalStateException("the key store was not opened", e);
        }
    }

    /** In the order of their names. */
    List<String> aliases() {
        try {
            List<String> aliases = new ArrayList<>(Collections.list(store.aliases()));
            Collections.sort(aliases);
            return aliases;
        } catch (KeyStoreException e) {
            throw new IllegalStateException("the key store was not opened", e);
        }
    }

    /** Those with a private key: a certificate alone may belong to another party, such as an authority. */
    List<String> ownAliases() {
        return aliases().stream().filter(this::isOwn).toList();
    }

    private boolean isOwn(String alias) {
        try {
            return store.isKeyEntry(alias) && store.getCertificate(alias) != null;
        } catch (KeyStoreException e) {
            throw new IllegalStateException("the key store was not opened", e);
        }
    }

    private void require(String alias) {
        if (!has(alias)) {
            throw new UnusableKeyException(
                    Problem.NO_SUCH_ALIAS, "The key store has no alias " + alias + "; it has " + aliases() + ".");
        }
    }
}
