package dev.countersign.x509;

import dev.countersign.text.ShownText;
import java.math.BigInteger;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.pkcs.PBKDF2Params;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.crypto.ExtendedDigest;
import org.bouncycastle.crypto.generators.PKCS5S2ParametersGenerator;
import org.bouncycastle.crypto.generators.SCrypt;
import org.bouncycastle.crypto.params.KeyParameter;
import org.jspecify.annotations.Nullable;

/**
 * Derives a key from a password, by PBKDF2 (RFC 8018, section 5.2) or scrypt (RFC 7914). Its cost is charged to the
 * {@link DerivationBudget} when it is made, before anything is derived. Not thread-safe.
 */
final class KeyDerivation {

    /** In bytes: each block of a longer one would cost all iterations again. */
    static final int MAX_KEY_BYTES = 64;

    /** RFC 7914, section 7. */
    private static final ASN1ObjectIdentifier SCRYPT = new ASN1ObjectIdentifier("1.3.6.1.4.1.11591.4.11");

    private final Function function;
    private final int length;

    private KeyDerivation(Function function, int length) {
        this.function = function;
        this.length = length;
    }

    /**
     * @param usual length in bytes of the key that it will be asked for
     * @throws dev.countersign.manage.UnacceptableKeyException when it would cost too much
     */
    static KeyDerivation of(ASN1Encodable function, int usual, DerivationBudget budget) {
        AlgorithmIdentifier algorithm = AlgorithmIdentifier.getInstance(function.toASN1Primitive());
        if (algorithm.getAlgorithm().equals(PKCSObjectIdentifiers.id_PBKDF2)) {
            return pbkdf2(PBKDF2Params.getInstance(algorithm.getParameters()), usual, budget);
        }
        if (algorithm.getAlgorithm().equals(SCRYPT)) {
            return scrypt(ASN1Sequence.getInstance(algorithm.getParameters()), budget);
        }
        throw ImportProblem.ofFile("The file derives keys from its password in a way that is not known here: "
                + ShownText.of(algorithm.getAlgorithm().getId()) + ".");
    }

    private static KeyDerivation pbkdf2(PBKDF2Params parameters, int usual, DerivationBudget budget) {
        ExtendedDigest digest = StoreDigests.hmac(parameters.getPrf().getAlgorithm());
        // An HMAC is two hashes.
        int stated = length(parameters.getKeyLength());
        int iterations =
                budget.spend(parameters.getIterationCount(), 2 * StoreDigests.blocks(digest, Math.max(usual, stated)));
        byte[] salt = parameters.getSalt();
        return new KeyDerivation(
                (password, bytes) -> {
                    PKCS5S2ParametersGenerator generator = new PKCS5S2ParametersGenerator(digest);
                    generator.init(password, salt, iterations);
                    return ((KeyParameter) generator.generateDerivedMacParameters(bytes * Byte.SIZE)).getKey();
                },
                stated);
    }

    /** RFC 7914, section 7: salt, N, r, p, and optionally the key's length. */
    private static KeyDerivation scrypt(ASN1Sequence parameters, DerivationBudget budget) {
        byte[] salt = ASN1OctetString.getInstance(parameters.getObjectAt(0)).getOctets();
        BigInteger n = number(parameters, 1);
        BigInteger r = number(parameters, 2);
        BigInteger p = number(parameters, 3);
        budget.spend(n, r, p);
        return new KeyDerivation(
                (password, bytes) -> SCrypt.generate(password, salt, n.intValue(), r.intValue(), p.intValue(), bytes),
                length(parameters.size() > 4 ? number(parameters, 4) : null));
    }

    private static BigInteger number(ASN1Sequence parameters, int place) {
        return ASN1Integer.getInstance(parameters.getObjectAt(place)).getPositiveValue();
    }

    private static int length(@Nullable BigInteger said) {
        if (said == null) {
            return 0;
        }
        if (said.signum() <= 0 || said.compareTo(BigInteger.valueOf(MAX_KEY_BYTES)) > 0) {
            throw ImportProblem.ofFile("The file asks for a key of a length that no cipher has.");
        }
        return said.intValue();
    }

    /** The key's length that the file states, in bytes; 0: it states none. */
    int statedBytes() {
        return length;
    }

    /** @param usual length in bytes, which the file may only repeat */
    byte[] derive(byte[] password, int usual) {
        if (length != 0 && length != usual) {
            throw ImportProblem.ofFile("The file asks for a key of a length that its cipher does not have.");
        }
        return function.derive(password, usual);
    }

    /** Computes the derived bytes. */
    @FunctionalInterface
    private interface Function {
        byte[] derive(byte[] password, int bytes);
    }
}
