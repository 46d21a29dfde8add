package dev.countersign.x509;

import dev.countersign.keys.JwkMembers;
import dev.countersign.keys.UnsignedNumber;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.EdECPrivateKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.util.Arrays;
import java.util.Base64;

/**
 * Writes a private JSON Web Key (RFC 7517, RFC 7518 section 6, RFC 8037 section 2), in clear. It names no {@code alg}:
 * that is for the client to choose among those that fit. All values are Base64url, so that nothing has to be escaped.
 * Thread-safe.
 */
final class JwkWriter implements ArchiveWriter {

    /** In bytes; that of an RSA key of 4096 bits has 3300. */
    private static final int MAX_BYTES = 8192;

    private static final Base64.Encoder BASE64URL = Base64.getUrlEncoder().withoutPadding();

    @Override
    public byte[] write(NewKeyPair pair, ArchivePasswords none) {
        String known = JwkMembers.json(pair.certificate().getPublicKey());
        ByteBuffer text = ByteBuffer.allocate(MAX_BYTES);
        try {
            // The object is still open.
            text.put(ascii(known.substring(0, known.length() - 1)));
            text.put(ascii(",\"kid\":\"" + pair.registered().kid() + "\",\"use\":\"sig\""));
            secret(text, pair.privateKey());
            text.put(ascii("}"));
            return Arrays.copyOf(text.array(), text.position());
        } finally {
            Arrays.fill(text.array(), (byte) 0);
        }
    }

    private static void secret(ByteBuffer text, PrivateKey key) {
        if (key instanceof RSAPrivateCrtKey rsa) {
            member(text, "d", number(rsa.getPrivateExponent()));
            member(text, "p", number(rsa.getPrimeP()));
            member(text, "q", number(rsa.getPrimeQ()));
            member(text, "dp", number(rsa.getPrimeExponentP()));
            member(text, "dq", number(rsa.getPrimeExponentQ()));
            member(text, "qi", number(rsa.getCrtCoefficient()));
            return;
        }
        if (key instanceof ECPrivateKey ec) {
            // As long as the order of the curve (RFC 7518, section 6.2.2.1).
            int bits = ec.getParams().getOrder().bitLength();
            member(text, "d", UnsignedNumber.bytes(ec.getS(), (bits + Byte.SIZE - 1) / Byte.SIZE));
            return;
        }
        if (key instanceof EdECPrivateKey edDsa) {
            member(text, "d", edDsa.getBytes().orElseThrow());
            return;
        }
        throw new IllegalArgumentException("no key of ours: " + key.getAlgorithm());
    }

    private static byte[] number(BigInteger number) {
        return UnsignedNumber.bytes(number, 1);
    }

    /** Wipes the value. */
    private static void member(ByteBuffer text, String name, byte[] value) {
        byte[] encoded = BASE64URL.encode(value);
        text.put(ascii(",\"" + name + "\":\"")).put(encoded).put(ascii("\""));
        Arrays.fill(value, (byte) 0);
        Arrays.fill(encoded, (byte) 0);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
