package dev.countersign.x509;

import java.math.BigInteger;
import java.util.Arrays;

/** Writes numbers as JSON Web Keys hold them: big-endian, without a sign (RFC 7518, section 2, Base64urlUInt, before it becomes Base64url). Stateless. */
final class UnsignedNumber {

    private UnsignedNumber() {}

    /** @param shortest in bytes: shorter ones are filled up with zeros in front */
    static byte[] bytes(BigInteger number, int shortest) {
        byte[] signed = number.toByteArray();
        int from = signed[0] == 0 ? 1 : 0;
        byte[] padded = new byte[Math.max(shortest, signed.length - from)];
        System.arraycopy(signed, from, padded, padded.length - signed.length + from, signed.length - from);
        // It may have been a private key's.
        Arrays.fill(signed, (byte) 0);
        return padded;
    }
}
