package dev.countersign.x509;

/** A block of a PEM text (RFC 7468). Not to be changed. */
final class PemBlock {

    private final String label;
    private final byte[] der;

    /** @param der nothing, for a private key */
    PemBlock(String label, byte[] der) {
        this.label = label;
        this.der = der;
    }

    static boolean isPrivate(String label) {
        return label.endsWith("PRIVATE KEY");
    }

    boolean isPrivate() {
        return isPrivate(label);
    }

    /**
     * Whether there may be a public key in it: not in a private one, nor in what comes with those, such as the name of
     * a curve, or the parameters of Diffie-Hellman in a file for a server.
     */
    boolean counts() {
        return !isPrivate() && !label.endsWith(" PARAMETERS");
    }

    /** What stands between {@code BEGIN} and the dashes. */
    String label() {
        return label;
    }

    byte[] der() {
        return der;
    }
}
