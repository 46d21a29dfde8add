package dev.countersign.x509;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;

/**
 * Writes the key stores that only Java reads. JKS turns an alias into lower case, and the alias that is looked up, too,
 * so that Java finds it either way; BCFKS keeps it unchanged and is case-sensitive. Thread-safe.
 */
final class JavaStoreWriter implements ArchiveWriter {

    private final NewStore stores;

    private JavaStoreWriter(NewStore stores) {
        this.stores = stores;
    }

    static JavaStoreWriter jks() {
        return new JavaStoreWriter(() -> KeyStore.getInstance("JKS"));
    }

    static JavaStoreWriter bcfks() {
        return new JavaStoreWriter(() -> KeyStore.getInstance("BCFKS", BouncyCastle.PROVIDER));
    }

    @Override
    public byte[] write(NewKeyPair pair, ArchivePasswords passwords) throws GeneralSecurityException, IOException {
        KeyStore store = stores.empty();
        store.load(null, null);
        store.setKeyEntry(
                pair.registered().alias(), pair.privateKey(), passwords.key(), new Certificate[] {pair.certificate()});
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        store.store(file, passwords.store());
        return file.toByteArray();
    }

    /** Makes a key store that is still to be loaded. */
    @FunctionalInterface
    private interface NewStore {
        KeyStore empty() throws GeneralSecurityException;
    }
}
