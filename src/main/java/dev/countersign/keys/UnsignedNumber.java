package dev.countersign.keys;

import java.math.BigInteger;
import java.util.Arrays;

/**
 * Writes numbers as JSON Web Keys hold them: big-endian, without a sign (RFC 7518, section 2, Base64urlUInt, before it
 * becomes Base64url). Stateless.
 */
public final class UnsignedNumber {

    private UnsignedNumber() {}

    /** @param minBytes shorter numbers are filled up with zeros in front */
    public static byte[] bytes(BigInteger number, int minBytes) {
        byte[] signed = number.toByteArray();
        int from = signed[0] == 0 ? 1 : 0;
        byte[] padded = new byte[Math.max(minBytes, signed.length - from)];
        System.arraycopy(signed, from, padded, padded.length - signed.length + from, signed.length - from);
        // Wiped, as it may be part of a private key.
        Arrays.fill(signed, (byte) 0);
        return padded;
    }
}
