package dev.countersign.x509;

import dev.countersign.client.ClientCertificate.Kind;
import java.util.Optional;

/** A public key that a file holds, in a certificate or bare, before anybody asks whether it will do. Not to be changed. */
final class FoundKey {

    private final Kind kind;
    private final byte[] der;
    private final Optional<String> alias;
    private final Optional<String> kid;

    private FoundKey(Kind kind, byte[] der, Optional<String> alias, Optional<String> kid) {
        this.kind = kind;
        this.der = der;
        this.alias = alias;
        this.kid = kid;
    }

    static FoundKey certificate(byte[] der) {
        return new FoundKey(Kind.CERTIFICATE, der, Optional.empty(), Optional.empty());
    }

    /** In the one usual encoding, so that one key is not two. */
    static FoundKey publicKey(byte[] der) {
        return new FoundKey(Kind.PUBLIC_KEY, PublicKeys.read(der).getEncoded(), Optional.empty(), Optional.empty());
    }

    FoundKey withAlias(String given) {
        return new FoundKey(kind, der, Optional.of(given), kid);
    }

    FoundKey withKid(Optional<String> given) {
        return new FoundKey(kind, der, alias, given);
    }

    Kind kind() {
        return kind;
    }

    byte[] der() {
        return der;
    }

    /** What the file calls it; empty: nothing. */
    Optional<String> alias() {
        return alias;
    }

    /** The id that the file gives it; empty: none. */
    Optional<String> kid() {
        return kid;
    }
}
