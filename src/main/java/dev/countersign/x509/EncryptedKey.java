package dev.countersign.x509;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.util.Arrays;
import org.bouncycastle.asn1.pkcs.EncryptedPrivateKeyInfo;

/** Encrypts a private key (RFC 5958, section 3). Stateless. */
final class EncryptedKey {

    private EncryptedKey() {}

    static EncryptedPrivateKeyInfo of(PrivateKey key, char[] password, Pbes2 pbes2) throws GeneralSecurityException {
        byte[] clear = key.getEncoded();
        try {
            Pbes2.Encrypted encrypted = pbes2.encrypt(clear, password);
            return new EncryptedPrivateKeyInfo(
                    encrypted.how(), encrypted.content().getOctets());
        } finally {
            Arrays.fill(clear, (byte) 0);
        }
    }
}
