package dev.countersign.x509;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.EncryptionScheme;
import org.bouncycastle.asn1.pkcs.KeyDerivationFunc;
import org.bouncycastle.asn1.pkcs.PBES2Parameters;
import org.bouncycastle.asn1.pkcs.PBKDF2Params;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;

/**
 * Encrypts under a password (RFC 8018, section 6.2), with AES-256 in CBC mode and a key from PBKDF2 with HMAC-SHA-256:
 * what OpenSSL 3, Java 17 and browsers read. Spelt out here, since an operator's Java may be set to older ciphers
 * ({@code keystore.pkcs12.legacy}). Thread-safe.
 */
final class Pbes2 {

    /**
     * As many as readers take that look before they derive (.NET stops at 300 000); about 60 ms each, 15 ms for a MAC.
     */
    static final int ITERATIONS = 250_000;

    /** In bytes. */
    static final int SALT_LENGTH = 16;

    /** In bytes. */
    private static final int BLOCK_LENGTH = 16;

    /** In bytes. */
    private static final int KEY_LENGTH = 32;

    private final SecureRandom random = new SecureRandom();

    /**
     * What was encrypted, and how.
     *
     * @param how all that is needed to decrypt it, but the password
     */
    record Encrypted(AlgorithmIdentifier how, DEROctetString content) {}

    Encrypted encrypt(byte[] clear, char[] password) throws GeneralSecurityException {
        byte[] salt = random(SALT_LENGTH);
        byte[] block = random(BLOCK_LENGTH);
        Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
        byte[] key = key(password, salt);
        try {
            cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new IvParameterSpec(block));
            return new Encrypted(identifier(salt, block), new DEROctetString(cipher.doFinal(clear)));
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    byte[] random(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private static byte[] key(char[] password, byte[] salt) throws GeneralSecurityException {
        PBEKeySpec spec = new PBEKeySpec(password, salt, ITERATIONS, KEY_LENGTH * Byte.SIZE);
        try {
            return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(spec)
                    .getEncoded();
        } finally {
            spec.clearPassword();
        }
    }

    /** RFC 8018, appendix A.4. */
    private static AlgorithmIdentifier identifier(byte[] salt, byte[] block) {
        AlgorithmIdentifier hmac = new AlgorithmIdentifier(PKCSObjectIdentifiers.id_hmacWithSHA256, DERNull.INSTANCE);
        KeyDerivationFunc derivation = new KeyDerivationFunc(
                PKCSObjectIdentifiers.id_PBKDF2, new PBKDF2Params(salt, ITERATIONS, KEY_LENGTH, hmac));
        EncryptionScheme encryption =
                new EncryptionScheme(NISTObjectIdentifiers.id_aes256_CBC, new DEROctetString(block));
        return new AlgorithmIdentifier(PKCSObjectIdentifiers.id_PBES2, new PBES2Parameters(derivation, encryption));
    }
}
