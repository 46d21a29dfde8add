package dev.countersign.x509;

import java.util.Arrays;

/** One way in which tools turn a password into bytes. Not to be changed, but for {@link #wipe}. */
final class PasswordSpelling {

    private final byte[] bmp;
    private final byte[] bytes;

    /**
     * Keeps both arrays.
     *
     * @param bmp for the derivation of PKCS #12 (RFC 7292, appendix B.1)
     * @param bytes for PBKDF2 and scrypt, which leave the encoding open (RFC 8018, section 3)
     */
    PasswordSpelling(byte[] bmp, byte[] bytes) {
        this.bmp = bmp;
        this.bytes = bytes;
    }

    byte[] bmp() {
        return bmp;
    }

    byte[] bytes() {
        return bytes;
    }

    void wipe() {
        Arrays.fill(bmp, (byte) 0);
        Arrays.fill(bytes, (byte) 0);
    }

    @Override
    public String toString() {
        return "PasswordSpelling[hidden]";
    }
}
