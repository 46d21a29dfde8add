package dev.countersign.jose;

import java.math.BigInteger;
import java.security.SecureRandom;

/**
 * The curve of Ed25519 (RFC 8032, section 5.1), for what providers do not look at: whether 32 bytes are a point of it at all, and not one of the eight whose multiples anybody can
 * guess. Stateless; for public values only, as it does not take the same time for all of them.
 */
final class Edwards25519 {

    static final int KEY_LENGTH = 32;

    private static final BigInteger P = BigInteger.TWO.pow(255).subtract(BigInteger.valueOf(19));
    private static final BigInteger D = BigInteger.valueOf(-121_665)
            .multiply(BigInteger.valueOf(121_666).modInverse(P))
            .mod(P);
    private static final BigInteger HALF = P.subtract(BigInteger.ONE).shiftRight(1);

    private Edwards25519() {}

    /** The y coordinate of an encoded point, its first 255 bits, the lowest byte first. */
    static BigInteger y(byte[] encoded) {
        byte[] reversed = new byte[encoded.length];
        for (int i = 0; i < encoded.length; i++) {
            reversed[encoded.length - 1 - i] = encoded[i];
        }
        reversed[0] &= 0x7F;
        return new BigInteger(1, reversed);
    }

    /** Of a public key that nobody chose, so that nobody knows its private half. */
    static BigInteger randomY(SecureRandom random) {
        while (true) {
            BigInteger y = new BigInteger(P.bitLength(), random);
            if (isPublicKey(y)) {
                return y;
            }
        }
    }

    /** Whether a point with this coordinate makes a public key. */
    static boolean isPublicKey(BigInteger y) {
        if (y.compareTo(P) >= 0) {
            return false;
        }
        BigInteger xSquared = xSquared(y);
        boolean onCurve = xSquared.signum() == 0 || xSquared.modPow(HALF, P).equals(BigInteger.ONE);
        return onCurve && !isOfSmallOrder(y);
    }

    // From -x^2 + y^2 = 1 + d x^2 y^2. The divisor is never 0, as -1/d is no square.
    private static BigInteger xSquared(BigInteger y) {
        BigInteger ySquared = y.multiply(y);
        return ySquared.subtract(BigInteger.ONE)
                .multiply(D.multiply(ySquared).add(BigInteger.ONE).modInverse(P))
                .mod(P);
    }

    // Eight times such a point is the neutral one, (0, 1).
    private static boolean isOfSmallOrder(BigInteger y) {
        BigInteger multiple = y;
        for (int i = 0; i < 3; i++) {
            multiple = doubled(multiple);
        }
        return multiple.equals(BigInteger.ONE);
    }

    // The addition law of RFC 8032, section 5.1.4, for two equal points; x comes in as its square only.
    private static BigInteger doubled(BigInteger y) {
        BigInteger xSquared = xSquared(y);
        BigInteger ySquared = y.multiply(y);
        BigInteger divisor =
                BigInteger.ONE.subtract(D.multiply(xSquared).multiply(ySquared)).mod(P);
        return ySquared.add(xSquared).multiply(divisor.modInverse(P)).mod(P);
    }
}
