package dev.countersign.x509;

import dev.countersign.text.ShownText;
import java.util.Arrays;
import java.util.Map;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PBES2Parameters;
import org.bouncycastle.asn1.pkcs.PKCS12PBEParams;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.crypto.BlockCipher;
import org.bouncycastle.crypto.CipherParameters;
import org.bouncycastle.crypto.DataLengthException;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.digests.SHA1Digest;
import org.bouncycastle.crypto.engines.AESEngine;
import org.bouncycastle.crypto.engines.DESedeEngine;
import org.bouncycastle.crypto.engines.RC2Engine;
import org.bouncycastle.crypto.generators.PKCS12ParametersGenerator;
import org.bouncycastle.crypto.modes.CBCBlockCipher;
import org.bouncycastle.crypto.paddings.PaddedBufferedBlockCipher;
import org.bouncycastle.crypto.params.KeyParameter;
import org.bouncycastle.crypto.params.ParametersWithIV;

/**
 * Decrypts what a password encrypts in a PKCS #12 file: PBES2 with AES or Triple DES (RFC 8018, section 6.2), and the
 * older schemes with Triple DES or RC2 (RFC 7292, appendix C), which protect little but are still common. Its cost is
 * charged to the {@link DerivationBudget} when it is made, before anything is derived. Not thread-safe.
 */
final class PasswordCipher {

    /** In bytes. */
    private static final Map<ASN1ObjectIdentifier, Integer> AES_KEYS = Map.of(
            NISTObjectIdentifiers.id_aes128_CBC, 16,
            NISTObjectIdentifiers.id_aes192_CBC, 24,
            NISTObjectIdentifiers.id_aes256_CBC, 32);

    /** In bytes. */
    private static final Map<ASN1ObjectIdentifier, Integer> OLDER_KEYS = Map.of(
            PKCSObjectIdentifiers.pbeWithSHAAnd3_KeyTripleDES_CBC, 24,
            PKCSObjectIdentifiers.pbeWithSHAAnd2_KeyTripleDES_CBC, 16,
            PKCSObjectIdentifiers.pbeWithSHAAnd128BitRC2_CBC, 16,
            PKCSObjectIdentifiers.pbeWithSHAAnd40BitRC2_CBC, 5);

    private static final int TRIPLE_DES_KEY = 24;

    private final Keys keys;

    private PasswordCipher(Keys keys) {
        this.keys = keys;
    }

    /** @throws dev.countersign.manage.UnacceptableKeyException when it is none of these, or would cost too much */
    static PasswordCipher of(AlgorithmIdentifier algorithm, DerivationBudget budget) {
        ASN1ObjectIdentifier name = algorithm.getAlgorithm();
        if (name.equals(PKCSObjectIdentifiers.id_PBES2)) {
            return new PasswordCipher(pbes2(PBES2Parameters.getInstance(algorithm.getParameters()), budget));
        }
        if (OLDER_KEYS.containsKey(name)) {
            return new PasswordCipher(older(name, PKCS12PBEParams.getInstance(algorithm.getParameters()), budget));
        }
        throw unknown(name);
    }

    private static Keys pbes2(PBES2Parameters parameters, DerivationBudget budget) {
        ASN1ObjectIdentifier name = parameters.getEncryptionScheme().getAlgorithm();
        boolean isTripleDes = name.equals(PKCSObjectIdentifiers.des_EDE3_CBC);
        if (!isTripleDes && !AES_KEYS.containsKey(name)) {
            throw unknown(name);
        }
        byte[] iv = ASN1OctetString.getInstance(parameters.getEncryptionScheme().getParameters())
                .getOctets();
        int length = isTripleDes ? TRIPLE_DES_KEY : AES_KEYS.getOrDefault(name, 0);
        KeyDerivation derivation = KeyDerivation.of(parameters.getKeyDerivationFunc(), length, budget);
        return password -> new Prepared(
                isTripleDes ? new DESedeEngine() : AESEngine.newInstance(),
                new ParametersWithIV(new KeyParameter(derivation.derive(password.bytes(), length)), iv));
    }

    private static Keys older(ASN1ObjectIdentifier name, PKCS12PBEParams parameters, DerivationBudget budget) {
        int length = OLDER_KEYS.getOrDefault(name, 0);
        // The initialization vector is derived separately (RFC 7292, appendix B.3), and fits into one block.
        int iterations = budget.spend(parameters.getIterations(), StoreDigests.blocks(new SHA1Digest(), length) + 1);
        byte[] salt = parameters.getIV();
        boolean isRc2 = name.equals(PKCSObjectIdentifiers.pbeWithSHAAnd128BitRC2_CBC)
                || name.equals(PKCSObjectIdentifiers.pbeWithSHAAnd40BitRC2_CBC);
        return password -> {
            PKCS12ParametersGenerator generator = new PKCS12ParametersGenerator(new SHA1Digest());
            generator.init(password.bmp(), salt, iterations);
            BlockCipher engine = isRc2 ? new RC2Engine() : new DESedeEngine();
            return new Prepared(
                    engine, generator.generateDerivedParameters(length * Byte.SIZE, engine.getBlockSize() * Byte.SIZE));
        };
    }

    /** @throws InvalidCipherTextException when the password is wrong or the file broken: nothing tells these apart */
    byte[] decrypt(byte[] encrypted, PasswordSpelling password) throws InvalidCipherTextException {
        Prepared prepared = keys.of(password);
        PaddedBufferedBlockCipher cipher = new PaddedBufferedBlockCipher(CBCBlockCipher.newInstance(prepared.engine()));
        cipher.init(false, prepared.parameters());
        byte[] decrypted = new byte[cipher.getOutputSize(encrypted.length)];
        try {
            int length = cipher.processBytes(encrypted, 0, encrypted.length, decrypted, 0);
            length += cipher.doFinal(decrypted, length);
            return Arrays.copyOf(decrypted, length);
        } catch (DataLengthException e) {
            throw new InvalidCipherTextException("not made of whole blocks", e);
        }
    }

    private static RuntimeException unknown(ASN1ObjectIdentifier name) {
        return ImportProblem.ofFile("The file is encrypted in a way that is not known here: "
                + ShownText.of(name.getId()) + ". " + ImportProblem.CERTIFICATE_ALONE);
    }

    /** Derives the key and the initialization vector from a password. */
    @FunctionalInterface
    private interface Keys {
        Prepared of(PasswordSpelling password);
    }

    /** A cipher with its key. */
    private record Prepared(BlockCipher engine, CipherParameters parameters) {}
}
