package dev.countersign.x509;

import dev.countersign.manage.KeyUpload;
import dev.countersign.manage.UnacceptableKeyException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.bouncycastle.asn1.bc.EncryptedObjectStoreData;
import org.bouncycastle.asn1.bc.ObjectStore;
import org.bouncycastle.asn1.bc.ObjectStoreIntegrityCheck;
import org.bouncycastle.asn1.bc.PbkdMacIntegrityCheck;
import org.bouncycastle.asn1.pkcs.PBES2Parameters;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;

/**
 * Reads BouncyCastle's key store for approved algorithms, once its cost is known. The library does the reading; private
 * keys stay encrypted. Stateless.
 */
final class BcfksFile implements KeyFile {

    @Override
    public FileContents read(KeyUpload upload) throws IOException {
        KeyStoreText.refuse(upload);
        byte[] content = upload.content().bytes();
        requireCheap(ObjectStore.getInstance(Der.read(content)));
        try (StorePassword password = StorePassword.of(upload.password())) {
            KeyStore store = KeyStore.getInstance("BCFKS", BouncyCastle.PROVIDER);
            load(store, content, password);
            return entries(store).pick(upload.alias());
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    private static void requireCheap(ObjectStore store) throws IOException {
        DerivationBudget budget = new DerivationBudget(1);
        if (store.getStoreData() instanceof EncryptedObjectStoreData encrypted) {
            if (!encrypted.getEncryptionAlgorithm().getAlgorithm().equals(PKCSObjectIdentifiers.id_PBES2)) {
                throw new IOException("encrypted in no known way");
            }
            KeyDerivation.of(
                    PBES2Parameters.getInstance(
                                    encrypted.getEncryptionAlgorithm().getParameters())
                            .getKeyDerivationFunc(),
                    KeyDerivation.MAX_KEY_BYTES,
                    budget);
        }
        ObjectStoreIntegrityCheck check = store.getIntegrityCheck();
        if (check.getType() != ObjectStoreIntegrityCheck.PBKD_MAC_CHECK) {
            throw ImportProblem.ofFile("The key store is protected by a signature and not by a password. "
                    + ImportProblem.CERTIFICATE_ALONE);
        }
        KeyDerivation.of(
                PbkdMacIntegrityCheck.getInstance(check.getIntegrityCheck()).getPbkdAlgorithm(),
                KeyDerivation.MAX_KEY_BYTES,
                budget);
    }

    private static void load(KeyStore store, byte[] content, StorePassword password) throws GeneralSecurityException {
        try {
            store.load(new ByteArrayInputStream(content), password.chars());
        } catch (IOException e) {
            // Its structure was valid, so it is encrypted with another password, or was changed.
            throw new UnacceptableKeyException(
                    "store_password",
                    password.isGiven()
                            ? "The password is wrong, or the key store was changed: nothing tells these apart."
                            : "The BCFKS key store has a password; give it. It is not the empty one, which was tried.",
                    e);
        }
    }

    private static StoreEntries entries(KeyStore store) throws GeneralSecurityException {
        if (store.size() > StoreEntries.MAX_ENTRIES) {
            throw StoreEntries.tooMany();
        }
        List<StoreEntry> entries = new ArrayList<>();
        boolean hasPrivateKey = false;
        for (String alias : Collections.list(store.aliases())) {
            if (store.isCertificateEntry(alias)) {
                entries.add(new StoreEntry(alias, store.getCertificate(alias).getEncoded(), false));
                continue;
            }
            Certificate[] chain = store.getCertificateChain(alias);
            // The entry of a secret key has no certificate.
            if (chain != null && chain.length > 0) {
                hasPrivateKey = true;
                entries.add(new StoreEntry(alias, chain[0].getEncoded(), true));
            }
        }
        return new StoreEntries(entries, hasPrivateKey);
    }
}
