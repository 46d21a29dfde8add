package dev.countersign.manage;

/** The forms in which a new key pair is handed out. */
public enum ArchiveFormat {
    /** PKCS #12 (RFC 7292), under one password: OpenSSL cannot open a file with two. */
    PKCS12("application/pkcs12", "p12"),
    /**
     * Java's older key store, under a password of its own and one for the key. Its cipher is proprietary and weak: for
     * programs that read no other format.
     */
    JKS("application/octet-stream", "jks"),
    /** BouncyCastle's key store for approved algorithms, under a password of its own and one for the key. */
    BCFKS("application/octet-stream", "bcfks"),
    /** An encrypted private key (RFC 5958) and its certificate, both as text (RFC 7468). */
    PEM("application/x-pem-file", "pem"),
    /** A private JSON Web Key (RFC 7517), in clear. */
    JWK("application/jwk+json", "jwk");

    private final String mediaType;
    private final String extension;

    ArchiveFormat(String mediaType, String extension) {
        this.mediaType = mediaType;
        this.extension = extension;
    }

    public String mediaType() {
        return mediaType;
    }

    /** What the name of such a file ends with, without the dot. */
    public String extension() {
        return extension;
    }

    /** Whether the key may have another password than the archive. */
    public boolean hasKeyPassword() {
        return this == JKS || this == BCFKS;
    }

    public boolean isEncrypted() {
        return this != JWK;
    }
}
