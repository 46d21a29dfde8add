package dev.countersign.keys;

import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.spec.ECFieldFp;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.util.Optional;
import java.util.stream.Stream;

/** The elliptic curves of ECDSA in JOSE, one for each algorithm (RFC 7518, sections 3.4 and 6.2.1.1). */
public enum NamedCurve {
    P256("P-256", "secp256r1", JwsAlgorithm.ES256, 256),
    P384("P-384", "secp384r1", JwsAlgorithm.ES384, 384),
    P521("P-521", "secp521r1", JwsAlgorithm.ES512, 521);

    private final String registeredName;
    private final JwsAlgorithm algorithm;
    private final int bits;
    // Immutable, although its type does not show it.
    @SuppressWarnings("ImmutableEnumChecker")
    private final ECParameterSpec parameters;

    NamedCurve(String registeredName, String standardName, JwsAlgorithm algorithm, int bits) {
        this.registeredName = registeredName;
        this.algorithm = algorithm;
        this.bits = bits;
        this.parameters = parameters(standardName);
    }

    /** By the {@code crv} of a JWK. */
    public static Optional<NamedCurve> named(String name) {
        return Stream.of(values())
                .filter(curve -> curve.registeredName.equals(name))
                .findFirst();
    }

    public static Optional<NamedCurve> of(JwsAlgorithm algorithm) {
        return Stream.of(values()).filter(curve -> curve.algorithm == algorithm).findFirst();
    }

    /**
     * By all parameters, the generator included: with a chosen generator, a private key can be made for any public key.
     */
    public static Optional<NamedCurve> of(ECParameterSpec others) {
        return Stream.of(values()).filter(curve -> curve.hasParameters(others)).findFirst();
    }

    /** The {@code crv} of a JWK. */
    public String registeredName() {
        return registeredName;
    }

    public KeyType type() {
        return new KeyType(KeyType.EC, bits);
    }

    /** In bytes, as long as a full coordinate. */
    public int coordinateLength() {
        return (bits + Byte.SIZE - 1) / Byte.SIZE;
    }

    public ECParameterSpec parameters() {
        return parameters;
    }

    /**
     * Whether this point solves the curve's equation; as these curves have cofactor 1, it then has the right order too.
     * The platform makes and accepts keys whose point does not.
     */
    boolean contains(ECPoint point) {
        if (point.equals(ECPoint.POINT_INFINITY)) {
            return false;
        }
        BigInteger p = ((ECFieldFp) parameters.getCurve().getField()).getP();
        BigInteger x = point.getAffineX();
        BigInteger y = point.getAffineY();
        BigInteger right = x.pow(3)
                .add(parameters.getCurve().getA().multiply(x))
                .add(parameters.getCurve().getB())
                .mod(p);
        return isReduced(x, p) && isReduced(y, p) && y.multiply(y).mod(p).equals(right);
    }

    private static boolean isReduced(BigInteger coordinate, BigInteger p) {
        return coordinate.signum() >= 0 && coordinate.compareTo(p) < 0;
    }

    private boolean hasParameters(ECParameterSpec others) {
        return parameters.getCurve().equals(others.getCurve())
                && parameters.getGenerator().equals(others.getGenerator())
                && parameters.getOrder().equals(others.getOrder())
                && parameters.getCofactor() == others.getCofactor();
    }

    private static ECParameterSpec parameters(String name) {
        try {
            AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
            parameters.init(new ECGenParameterSpec(name));
            return parameters.getParameterSpec(ECParameterSpec.class);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + name, e);
        }
    }
}
