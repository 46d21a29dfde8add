package dev.countersign.x509;

import dev.countersign.client.ClientCertificate;
import java.util.Locale;

/**
 * An entry of a key store that has a certificate. Not to be changed.
 */
final class StoreEntry {

    private final String alias;
    private final byte[] certificate;
    private final boolean hasPrivateKey;

    /** @param certificate of a chain: the first one, which is of the key */
    StoreEntry(String alias, byte[] certificate, boolean hasPrivateKey) {
        this.alias = ShownText.of(alias, ClientCertificate.MAX_ALIAS_LENGTH);
        this.certificate = certificate;
        this.hasPrivateKey = hasPrivateKey;
    }

    /** Fit to be shown. */
    String alias() {
        return alias;
    }

    boolean hasPrivateKey() {
        return hasPrivateKey;
    }

    /** Key stores of Java do not tell capital letters from small ones. */
    boolean isCalled(String name) {
        return alias.toLowerCase(Locale.ROOT).equals(name.toLowerCase(Locale.ROOT));
    }

    FoundKey found() {
        return FoundKey.certificate(certificate).withAlias(alias);
    }
}
