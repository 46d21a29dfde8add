package dev.countersign.jose;

import java.math.BigInteger;
import java.security.SecureRandom;
import java.security.spec.ECFieldFp;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.util.Optional;
import java.util.stream.Stream;
import org.jose4j.keys.EllipticCurves;

/** The elliptic curves of ECDSA in JOSE, one per algorithm (RFC 7518, section 3.4). */
enum NamedCurve {
    P256("P-256", JwsAlgorithm.ES256, EllipticCurves.P256, 32),
    P384("P-384", JwsAlgorithm.ES384, EllipticCurves.P384, 48),
    P521("P-521", JwsAlgorithm.ES512, EllipticCurves.P521, 66);

    private final String registeredName;
    private final JwsAlgorithm algorithm;
    // Immutable, though nothing says so.
    @SuppressWarnings("ImmutableEnumChecker")
    private final ECParameterSpec parameters;

    private final int coordinateLength;

    NamedCurve(String registeredName, JwsAlgorithm algorithm, ECParameterSpec parameters, int coordinateLength) {
        this.registeredName = registeredName;
        this.algorithm = algorithm;
        this.parameters = parameters;
        this.coordinateLength = coordinateLength;
    }

    static Optional<NamedCurve> named(String name) {
        return Stream.of(values())
                .filter(curve -> curve.registeredName.equals(name))
                .findFirst();
    }

    static Optional<NamedCurve> of(JwsAlgorithm algorithm) {
        return Stream.of(values()).filter(curve -> curve.algorithm == algorithm).findFirst();
    }

    /** In bytes, as long as a full coordinate. */
    int coordinateLength() {
        return coordinateLength;
    }

    ECParameterSpec parameters() {
        return parameters;
    }

    /** By all that makes the curve, the generator too: a curve of one's own with another generator verifies whatever its maker likes. */
    boolean hasParameters(ECParameterSpec others) {
        return parameters.getCurve().equals(others.getCurve())
                && parameters.getGenerator().equals(others.getGenerator())
                && parameters.getOrder().equals(others.getOrder())
                && parameters.getCofactor() == others.getCofactor();
    }

    /** A point that nobody chose, so that nobody knows its logarithm. */
    ECPoint randomPoint(SecureRandom random) {
        BigInteger p = prime();
        while (true) {
            BigInteger x = new BigInteger(p.bitLength(), random).mod(p);
            // A square root, where there is one, since all these primes are 3 modulo 4.
            BigInteger y = right(x).modPow(p.add(BigInteger.ONE).shiftRight(2), p);
            if (contains(x, y)) {
                return new ECPoint(x, y);
            }
        }
    }

    /** Whether such a point solves the curve's equation; as these curves have cofactor 1, it is then of the right order too. */
    boolean contains(BigInteger x, BigInteger y) {
        BigInteger p = prime();
        return x.compareTo(p) < 0 && y.compareTo(p) < 0 && y.multiply(y).mod(p).equals(right(x));
    }

    private BigInteger prime() {
        return ((ECFieldFp) parameters.getCurve().getField()).getP();
    }

    /** The right side of the curve's equation. */
    private BigInteger right(BigInteger x) {
        return x.pow(3)
                .add(parameters.getCurve().getA().multiply(x))
                .add(parameters.getCurve().getB())
                .mod(prime());
    }
}
