package dev.countersign.x509;

import java.io.IOException;
import org.bouncycastle.asn1.ASN1Primitive;

/** Reads what is exactly one value of ASN.1 in DER (X.690). Stateless. */
final class Der {

    private Der() {}

    static ASN1Primitive read(byte[] der) throws IOException {
        ASN1Primitive value = ASN1Primitive.fromByteArray(der);
        if (value == null) {
            throw new IOException("there is nothing");
        }
        return value;
    }
}
