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

/** What shows that the password of a PKCS #12 file is right and that nobody changed the file (RFC 7292, section 4; RFC 9579). Whoever has one knows what it will cost. Not thread-safe. */
final class Pkcs12Mac {

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
        return (content, bmp, utf8) -> {
            PKCS12ParametersGenerator generator = new PKCS12ParametersGenerator(digest);
            generator.init(bmp, salt, iterations);
            return hmac(digest, generator.generateDerivedMacParameters(digest.getDigestSize() * Byte.SIZE), content);
        };
    }

    private static Function pbmac1(PBMAC1Params parameters, DerivationBudget budget) {
        ExtendedDigest digest =
                StoreDigests.hmac(parameters.getMessageAuthScheme().getAlgorithm());
        KeyDerivation derivation = KeyDerivation.of(parameters.getKeyDerivationFunc(), digest.getDigestSize(), budget);
        return (content, bmp, utf8) ->
                hmac(digest, new KeyParameter(derivation.derive(utf8, digest.getDigestSize())), content);
    }

    private static byte[] hmac(ExtendedDigest digest, CipherParameters key, byte[] content) {
        HMac mac = new HMac(digest);
        mac.init(key);
        mac.update(content, 0, content.length);
        byte[] result = new byte[mac.getMacSize()];
        mac.doFinal(result, 0);
        return result;
    }

    boolean fits(byte[] content, byte[] bmp, byte[] utf8) {
        return MessageDigest.isEqual(expected, function.of(content, bmp, utf8));
    }

    /** How the bytes come about. */
    @FunctionalInterface
    private interface Function {
        byte[] of(byte[] content, byte[] bmp, byte[] utf8);
    }
}
