package dev.countersign.manage;

/** The forms in which an administrator may bring a client's public key. */
public enum ImportFormat {
    /** PKCS #12 (RFC 7292). */
    PKCS12,
    /** Java's older key store. */
    JKS,
    /** BouncyCastle's key store for approved algorithms. */
    BCFKS,
    /** A certificate or a chain of them, whose first one is the client's: PEM (RFC 7468), DER or PKCS #7 (RFC 5652). */
    CERTIFICATE_PEM,
    /**
     * A bare public key: SubjectPublicKeyInfo (RFC 5280, section 4.1.2.7) or PKCS #1 (RFC 8017, appendix A.1.1), PEM or
     * DER.
     */
    PUBLIC_KEY_PEM,
    /** A JSON Web Key Set (RFC 7517, section 5). */
    JWKS,
    /**
     * A request for a certificate, PKCS #10 (RFC 2986), PEM or DER: its public key is accepted once its signature
     * proves possession of the private key.
     */
    CSR
}
