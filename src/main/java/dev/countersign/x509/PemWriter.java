package dev.countersign.x509;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import org.bouncycastle.asn1.ASN1Encoding;

/**
 * Writes the key, encrypted by {@link Pbes2}, and behind it the certificate, as text (RFC 7468, sections 5 and 11). No
 * alias has a place in it. Thread-safe.
 */
final class PemWriter implements ArchiveWriter {

    /** RFC 7468, section 2. */
    private static final int LINE_LENGTH = 64;

    private static final Base64.Encoder BASE64 = Base64.getMimeEncoder(LINE_LENGTH, new byte[] {'\n'});

    private final Pbes2 pbes2 = new Pbes2();

    @Override
    public byte[] write(NewKeyPair pair, ArchivePasswords passwords) throws GeneralSecurityException, IOException {
        byte[] key = EncryptedKey.of(pair.privateKey(), passwords.key(), pbes2).getEncoded(ASN1Encoding.DER);
        String text = block("ENCRYPTED PRIVATE KEY", key)
                + block("CERTIFICATE", pair.certificate().getEncoded());
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static String block(String label, byte[] der) {
        return "-----BEGIN " + label + "-----\n" + BASE64.encodeToString(der) + "\n-----END " + label + "-----\n";
    }
}
