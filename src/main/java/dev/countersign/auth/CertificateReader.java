package dev.countersign.auth;

import dev.countersign.client.ClientCertificate;

/** Takes in a public key that a client's administrator brings, in a certificate or bare. Thread-safe. */
@FunctionalInterface
public interface CertificateReader {

    /**
     * Reads exactly one certificate (RFC 5280) or one public key.
     *
     * @param content of a file, PEM (RFC 7468) or DER
     * @param alias what the administrator calls it; may be empty
     * @throws UnacceptableCertificateException when it is anything else, or a key that is too weak
     */
    ClientCertificate read(byte[] content, String alias);

    /** A certificate or a key that will not do; the message says why, and is safe to show. */
    final class UnacceptableCertificateException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        public UnacceptableCertificateException(String message) {
            super(message);
        }

        public UnacceptableCertificateException(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
