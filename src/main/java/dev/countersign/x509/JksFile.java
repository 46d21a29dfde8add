package dev.countersign.x509;

import dev.countersign.manage.KeyUpload;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Reads Java's older key store. Not by the platform's reader: that one trusts the lengths in the file, and reads JCEKS
 * too, which holds serialized objects. Private keys are skipped. Stateless.
 */
final class JksFile implements KeyFile {

    private static final int MAGIC = 0xFEEDFEED;
    private static final int OLDER = 1;
    private static final int USUAL = 2;
    private static final int KEY = 1;
    private static final int TRUSTED = 2;

    /** In bytes, of SHA-1. */
    private static final int DIGEST_LENGTH = 20;

    /** Part of the format. */
    private static final byte[] WHITENER = "Mighty Aphrodite".getBytes(StandardCharsets.UTF_8);

    @Override
    public FileContents read(KeyUpload upload) throws IOException {
        KeyStoreText.refuse(upload);
        byte[] content = upload.content().bytes();
        int length = content.length - DIGEST_LENGTH;
        if (length < 0) {
            throw new EOFException("shorter than its digest");
        }
        StoreEntries entries = entries(new DataInputStream(new ByteArrayInputStream(content, 0, length)));
        try (StorePassword password = StorePassword.of(upload.password())) {
            byte[] digest = Arrays.copyOfRange(content, length, content.length);
            if (!MessageDigest.isEqual(digest(content, length, password.utf16()), digest)) {
                throw ImportProblem.ofPassword(
                        password.isGiven()
                                ? "The password is wrong, or the key store was changed: its digest does not fit."
                                : "The JKS key store has a password; give it. It is not the empty one, which was tried.");
            }
        }
        return entries.pick(upload.alias());
    }

    private static StoreEntries entries(DataInputStream in) throws IOException {
        if (in.readInt() != MAGIC) {
            throw new IOException("no JKS");
        }
        int version = in.readInt();
        if (version != OLDER && version != USUAL) {
            throw new IOException("of no known version");
        }
        int count = in.readInt();
        if (count < 0 || count > StoreEntries.MAX_ENTRIES) {
            throw StoreEntries.tooMany();
        }
        List<StoreEntry> entries = new ArrayList<>();
        boolean hasPrivateKey = false;
        for (int i = 0; i < count; i++) {
            int kind = in.readInt();
            String alias = in.readUTF();
            // The time at which the entry was made; it is not used.
            in.readLong();
            if (kind == TRUSTED) {
                entries.add(new StoreEntry(alias, certificate(in, version), false));
            } else if (kind == KEY) {
                hasPrivateKey = true;
                skip(in);
                chain(in, version).stream().limit(1).forEach(leaf -> entries.add(new StoreEntry(alias, leaf, true)));
            } else {
                throw new IOException("an entry of no known kind");
            }
        }
        if (in.available() > 0) {
            throw new IOException("something follows the last entry");
        }
        return new StoreEntries(entries, hasPrivateKey);
    }

    private static List<byte[]> chain(DataInputStream in, int version) throws IOException {
        int count = in.readInt();
        if (count < 0 || count > EndEntityCertificate.MAX_CERTIFICATES) {
            throw ImportProblem.ofFile("A chain in the key store has more than " + EndEntityCertificate.MAX_CERTIFICATES
                    + " certificates.");
        }
        List<byte[]> chain = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            chain.add(certificate(in, version));
        }
        return chain;
    }

    private static byte[] certificate(DataInputStream in, int version) throws IOException {
        if (version == USUAL && !in.readUTF().equals("X.509")) {
            throw new IOException("a certificate of no known kind");
        }
        byte[] der = new byte[length(in)];
        in.readFully(der);
        return der;
    }

    private static void skip(DataInputStream in) throws IOException {
        in.skipNBytes(length(in));
    }

    /** Accepted only up to the bytes that are left. */
    private static int length(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > in.available()) {
            throw new EOFException("a length beyond the end");
        }
        return length;
    }

    private static byte[] digest(byte[] content, int length, byte[] password) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-1");
            digest.update(password);
            digest.update(WHITENER);
            digest.update(content, 0, length);
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-1", e);
        }
    }
}
