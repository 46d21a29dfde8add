package dev.countersign.manage;

/** The key pairs that are made here. */
public enum KeyPairType {
    RSA_2048("RSA", 2048),
    RSA_3072("RSA", 3072),
    RSA_4096("RSA", 4096),
    P_256("EC", 256),
    P_384("EC", 384),
    P_521("EC", 521),
    /** It has one size only (RFC 8032, section 5.1). */
    ED25519("Ed25519", 255);

    private final String algorithm;
    private final int size;

    KeyPairType(String algorithm, int size) {
        this.algorithm = algorithm;
        this.size = size;
    }

    /** {@code RSA}, {@code EC} or {@code Ed25519}. */
    public String algorithm() {
        return algorithm;
    }

    /** In bits. */
    public int size() {
        return size;
    }
}
