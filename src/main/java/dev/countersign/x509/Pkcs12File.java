package dev.countersign.x509;

import dev.countersign.auth.KeyUpload;
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
 * Reads PKCS #12 files (RFC 7292) without decrypting the private keys in them. First the whole file is looked at, so that what costs too much is refused before anything is derived; then
 * the password is checked; then what is encrypted is decrypted. Stateless.
 */
final class Pkcs12File implements KeyFile {

    private static final String ODD = "The PKCS #12 file is protected by a certificate and not by a password.";

    @Override
    public FileContents read(KeyUpload upload) throws IOException {
        try (StorePassword password = StorePassword.of(upload.password())) {
            return read(upload.content().bytes(), password).pick(upload.alias());
        }
    }

    private static StoreEntries read(byte[] der, StorePassword password) throws IOException {
        Pfx file = Pfx.getInstance(Der.read(der));
        byte[] content = data(file.getAuthSafe());
        DerivationBudget budget = new DerivationBudget(password.bmp().size());
        Optional<Pkcs12Mac> mac = Optional.ofNullable(file.getMacData()).map(data -> Pkcs12Mac.of(data, budget));
        Pkcs12Bags bags = new Pkcs12Bags();
        List<Encrypted> encrypted = new ArrayList<>();
        ASN1Sequence parts = ASN1Sequence.getInstance(Der.read(content));
        if (parts.size() > StoreEntries.MOST) {
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
        decrypt(encrypted, mac, content, password, bags);
        return bags.entries();
    }

    private static byte[] data(ContentInfo info) {
        ASN1ObjectIdentifier type = info.getContentType();
        if (!type.equals(PKCSObjectIdentifiers.data)) {
            throw Complaint.ofFile(ODD);
        }
        return ASN1OctetString.getInstance(info.getContent()).getOctets();
    }

    private static void decrypt(
            List<Encrypted> encrypted, Optional<Pkcs12Mac> mac, byte[] content, StorePassword password, Pkcs12Bags bags)
            throws IOException {
        if (mac.isEmpty() && encrypted.isEmpty()) {
            return;
        }
        byte[] utf8 = password.utf8();
        for (byte[] bmp : password.bmp()) {
            if (mac.isPresent() && !mac.get().fits(content, bmp, utf8)) {
                continue;
            }
            try {
                for (byte[] safeContents : decrypted(encrypted, bmp, utf8)) {
                    bags.add(safeContents);
                }
                return;
            } catch (InvalidCipherTextException e) {
                if (mac.isPresent()) {
                    throw new IOException("the password is right, and what it encrypts is broken", e);
                }
                // Without a MAC this is what a wrong password looks like.
            }
        }
        throw Complaint.ofPassword(
                password.isGiven()
                        ? "The password is wrong, or the file was changed: nothing tells these apart."
                        : "The PKCS #12 file has a password; give it.");
    }

    private static List<byte[]> decrypted(List<Encrypted> encrypted, byte[] bmp, byte[] utf8)
            throws InvalidCipherTextException {
        List<byte[]> decrypted = new ArrayList<>();
        for (Encrypted part : encrypted) {
            byte[] safeContents = part.cipher().decrypt(part.content(), bmp, utf8);
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
