package dev.countersign.x509;

import java.security.MessageDigest;
import org.bouncycastle.asn1.pkcs.MacData;
import org.bouncycastle.asn1.pkcs.PBMAC1Params;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.crypto.CipherParameters;
import org.bouncycastle.crypto.ExtendedDigest;
import org.bouncycastle.crypto.generators.PKCS12ParametersGenerator;
import org.bouncycastle.crypto.macs.HMac;
import org.bouncycastle.crypto.params.KeyParameter;

/**
 * The MAC of a PKCS #12 file, which shows that the password is right and the file unchanged (RFC 7292, section 4; RFC
 * 9879). Its cost is charged to the {@link DerivationBudget} when it is made, before anything is derived. Not
 * thread-safe.
 */
final class Pkcs12Mac {

    /** RFC 9879, section 9. */
    private static final int MIN_KEY_BYTES = 20;

    private final byte[] expected;
    private final Function function;

    private Pkcs12Mac(byte[] expected, Function function) {
        this.expected = expected;
        this.function = function;
    }

    static Pkcs12Mac of(MacData data, DerivationBudget budget) {
        AlgorithmIdentifier algorithm = data.getMac().getAlgorithmId();
        boolean isPbmac1 = algorithm.getAlgorithm().equals(PKCSObjectIdentifiers.id_PBMAC1);
        return new Pkcs12Mac(
                data.getMac().getDigest(),
                isPbmac1 ? pbmac1(PBMAC1Params.getInstance(algorithm.getParameters()), budget) : older(data, budget));
    }

    private static Function older(MacData data, DerivationBudget budget) {
        int iterations = budget.spend(data.getIterationCount(), 1);
        byte[] salt = data.getSalt();
        ExtendedDigest digest =
                StoreDigests.digest(data.getMac().getAlgorithmId().getAlgorithm());
        return (content, password) -> {
            // The MAC of the spelling before has left its key in it.
            digest.reset();
            PKCS12ParametersGenerator generator = new PKCS12ParametersGenerator(digest);
            generator.init(password.bmp(), salt, iterations);
            return hmac(digest, generator.generateDerivedMacParameters(digest.getDigestSize() * Byte.SIZE), content);
        };
    }

    private static Function pbmac1(PBMAC1Params parameters, DerivationBudget budget) {
        ExtendedDigest digest =
                StoreDigests.hmac(parameters.getMessageAuthScheme().getAlgorithm());
        KeyDerivation derivation = KeyDerivation.of(parameters.getKeyDerivationFunc(), digest.getDigestSize(), budget);
        int length = derivation.statedBytes();
        if (length < MIN_KEY_BYTES) {
            throw ImportProblem.ofFile("The MAC of the PKCS #12 file is PBMAC1 with "
                    + (length == 0 ? "no keyLength" : "a keyLength of " + length) + ", where at least " + MIN_KEY_BYTES
                    + " bytes are wanted (RFC 9879, sections 5 and 9): such a file is rejected, as its password may be"
                    + " guessed for a shorter key. " + ImportProblem.CERTIFICATE_ALONE);
        }
        return (content, password) ->
                hmac(digest, new KeyParameter(derivation.derive(password.bytes(), length)), content);
    }

    private static byte[] hmac(ExtendedDigest digest, CipherParameters key, byte[] content) {
        HMac mac = new HMac(digest);
        mac.init(key);
        mac.update(content, 0, content.length);
        byte[] result = new byte[mac.getMacSize()];
        mac.doFinal(result, 0);
        return result;
    }

    boolean fits(byte[] content, PasswordSpelling password) {
        return MessageDigest.isEqual(expected, function.of(content, password));
    }

    /** Computes the MAC. */
    @FunctionalInterface
    private interface Function {
        byte[] of(byte[] content, PasswordSpelling password);
    }
}
