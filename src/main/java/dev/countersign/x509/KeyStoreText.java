package dev.countersign.x509;

import dev.countersign.manage.KeyUpload;

/**
 * Recognises text where a key store was expected, which is binary in all formats: most often it is Base64. Stateless.
 */
final class KeyStoreText {

    private KeyStoreText() {}

    /** @throws dev.countersign.manage.UnacceptableKeyException when it is text */
    static void refuse(KeyUpload upload) {
        for (byte b : upload.content().bytes()) {
            if ((b < ' ' || b > '~') && b != '\n' && b != '\r' && b != '\t') {
                return;
            }
        }
        throw ImportProblem.ofFile("This is text, and a key store (" + upload.format()
                + ") is binary. If it is Base64, as secrets of Kubernetes and key vaults hold it, decode it first: openssl"
                + " base64 -d -A -in FILE -out NEW_FILE, without lines such as -----BEGIN PKCS12-----.");
    }
}
