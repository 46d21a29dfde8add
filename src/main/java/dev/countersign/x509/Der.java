package dev.countersign.x509;

import java.io.IOException;
import org.bouncycastle.asn1.ASN1Primitive;

/** Reads what is exactly one value of ASN.1 in DER or BER (X.690), of no more parts than a machine can hold with ease: each of two bytes becomes an object. Stateless. */
final class Der {

    /** All values in all values; a certificate has some dozens, and an archive keeps its own in strings of bytes. */
    private static final int MOST_VALUES = 20_000;

    private static final int CONSTRUCTED = 0x20;
    private static final int LONG_TAG = 0x1F;
    private static final int LONG_LENGTH = 0x80;

    private Der() {}

    static ASN1Primitive read(byte[] der) throws IOException {
        requireFewValues(der);
        ASN1Primitive value = ASN1Primitive.fromByteArray(der);
        if (value == null) {
            throw new IOException("there is nothing");
        }
        return value;
    }

    /** Walks over tags and lengths only. Where they make no sense it ends: the library will say so. */
    private static void requireFewValues(byte[] der) throws IOException {
        int values = 0;
        int at = 0;
        while (at < der.length) {
            if (++values > MOST_VALUES) {
                throw new IOException("more than " + MOST_VALUES + " values");
            }
            int tag = der[at++];
            if ((tag & LONG_TAG) == LONG_TAG) {
                while (at < der.length && der[at] < 0) {
                    at++;
                }
                at++;
            }
            if (at >= der.length) {
                return;
            }
            int length = der[at++] & 0xFF;
            if (length > LONG_LENGTH) {
                int bytes = length - LONG_LENGTH;
                if (bytes > Integer.BYTES || der.length - at < bytes) {
                    return;
                }
                length = 0;
                for (int i = 0; i < bytes; i++) {
                    length = (length << Byte.SIZE) | (der[at++] & 0xFF);
                }
            } else if (length == LONG_LENGTH) {
                length = 0;
            }
            // What is constructed is gone into, be its length given or not.
            if ((tag & CONSTRUCTED) == 0) {
                if (length < 0 || length > der.length - at) {
                    return;
                }
                at += length;
            }
        }
    }
}
