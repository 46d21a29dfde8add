package dev.countersign.x509;

import dev.countersign.manage.KeyUpload;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.pkcs.ContentInfo;
import org.bouncycastle.asn1.pkcs.EncryptedData;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.Pfx;
import org.bouncycastle.crypto.InvalidCipherTextException;

/**
 * Reads PKCS #12 files (RFC 7292) without decrypting the private keys in them. The cost of the whole file is added up
 * first, so that it is refused before anything is derived; then the password is checked; then the encrypted parts are
 * decrypted. Stateless.
 */
final class Pkcs12File implements KeyFile {

    private static final String ODD =
            "The PKCS #12 file is protected by a certificate and not by a password. " + ImportProblem.CERTIFICATE_ALONE;

    private static final String WRONG = "The password is wrong, or the file was changed: nothing tells these apart.";

    @Override
    public FileContents read(KeyUpload upload) throws IOException {
        KeyStoreText.refuse(upload);
        try (StorePassword password = StorePassword.of(upload.password())) {
            return read(upload.content().bytes(), password).pick(upload.alias());
        }
    }

    private static StoreEntries read(byte[] der, StorePassword password) throws IOException {
        Pfx file = Pfx.getInstance(Der.read(der));
        byte[] content = data(file.getAuthSafe());
        // The two ways to write the empty password are equally common.
        DerivationBudget budget = new DerivationBudget(password.isEmpty() ? 2 : 1);
        Optional<Pkcs12Mac> mac = Optional.ofNullable(file.getMacData()).map(data -> Pkcs12Mac.of(data, budget));
        Pkcs12Bags bags = new Pkcs12Bags();
        List<Encrypted> encrypted = new ArrayList<>();
        ASN1Sequence parts = ASN1Sequence.getInstance(Der.read(content));
        if (parts.size() > StoreEntries.MAX_ENTRIES) {
            throw StoreEntries.tooMany();
        }
        for (ASN1Encodable part : parts) {
            ContentInfo info = ContentInfo.getInstance(part);
            if (info.getContentType().equals(PKCSObjectIdentifiers.encryptedData)) {
                encrypted.add(Encrypted.of(EncryptedData.getInstance(info.getContent()), budget));
            } else {
                bags.add(data(info));
            }
        }
        if (mac.isPresent() || !encrypted.isEmpty()) {
            decrypt(encrypted, mac, content, password, budget.affordable(), bags);
        }
        return bags.entries();
    }

    private static byte[] data(ContentInfo info) {
        ASN1ObjectIdentifier type = info.getContentType();
        if (!type.equals(PKCSObjectIdentifiers.data)) {
            throw ImportProblem.ofFile(ODD);
        }
        return ASN1OctetString.getInstance(info.getContent()).getOctets();
    }

    private static void decrypt(
            List<Encrypted> encrypted,
            Optional<Pkcs12Mac> mac,
            byte[] content,
            StorePassword password,
            int tries,
            Pkcs12Bags bags)
            throws IOException {
        Optional<IOException> broken = Optional.empty();
        for (PasswordSpelling spelling :
                password.spellings().stream().limit(tries).toList()) {
            if (mac.isPresent() && !mac.get().fits(content, spelling)) {
                continue;
            }
            try {
                for (byte[] safeContents : decrypted(encrypted, spelling)) {
                    bags.add(safeContents);
                }
                return;
            } catch (InvalidCipherTextException e) {
                // Without a MAC this is what a wrong password looks like; with one, the next spelling has the same text
                // and other bytes.
                if (mac.isPresent()) {
                    broken = Optional.of(new IOException("the password is right, and what it encrypts is broken", e));
                }
            }
        }
        if (broken.isPresent() && password.isAscii()) {
            throw broken.get();
        }
        throw wrong(password);
    }

    private static RuntimeException wrong(StorePassword password) {
        if (!password.isGiven()) {
            return ImportProblem.ofPassword(
                    "The PKCS #12 file has a password; give it. It is not the empty one, which was tried.");
        }
        return ImportProblem.ofPassword(
                password.isAscii()
                        ? WRONG
                        : WRONG
                                + " This password has characters beyond ASCII, which tools encode in different ways. Give"
                                + " the file a password of ASCII characters where it opens. "
                                + ImportProblem.CERTIFICATE_ALONE);
    }

    private static List<byte[]> decrypted(List<Encrypted> encrypted, PasswordSpelling password)
            throws InvalidCipherTextException {
        List<byte[]> decrypted = new ArrayList<>();
        for (Encrypted part : encrypted) {
            byte[] safeContents = part.cipher().decrypt(part.content(), password);
            try {
                // The padding alone fits one wrong password in 256.
                ASN1Sequence.getInstance(Der.read(safeContents));
            } catch (IOException | IllegalArgumentException | IllegalStateException e) {
                throw new InvalidCipherTextException("nothing that could be meant", e);
            }
            decrypted.add(safeContents);
        }
        return decrypted;
    }

    /** A part that the password opens. */
    private static final class Encrypted {

        private final PasswordCipher cipher;
        private final byte[] content;

        private Encrypted(PasswordCipher cipher, byte[] content) {
            this.cipher = cipher;
            this.content = content;
        }

        static Encrypted of(EncryptedData data, DerivationBudget budget) throws IOException {
            if (data.getContent() == null) {
                throw new IOException("nothing is encrypted");
            }
            return new Encrypted(
                    PasswordCipher.of(data.getEncryptionAlgorithm(), budget),
                    data.getContent().getOctets());
        }

        PasswordCipher cipher() {
            return cipher;
        }

        byte[] content() {
            return content;
        }
    }
}
