package dev.countersign.x509;

import dev.countersign.keys.Asn1Bounds;
import java.io.IOException;
import org.bouncycastle.asn1.ASN1Primitive;

/**
 * Reads what is exactly one sequence of ASN.1 in DER or BER (X.690), once its nesting and its lengths are known to be
 * harmless. Stateless.
 */
final class Der {

    /** X.690, section 8.9.1. */
    private static final byte SEQUENCE = 0x30;

    private Der() {}

    static ASN1Primitive read(byte[] encoding) throws IOException {
        if (encoding.length > 0 && encoding[0] != SEQUENCE) {
            // Such as a text: an error about its first characters, taken for a tag and a length, would explain nothing.
            throw new IOException("there is no sequence");
        }
        Asn1Bounds.requireBer(encoding);
        ASN1Primitive value = ASN1Primitive.fromByteArray(encoding);
        if (value == null) {
            throw new IOException("there is nothing");
        }
        return value;
    }
}
