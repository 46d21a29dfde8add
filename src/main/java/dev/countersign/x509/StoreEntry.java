package dev.countersign.x509;

import dev.countersign.client.ClientCertificate;
import dev.countersign.keys.CertificateParser;
import dev.countersign.keys.KeyType;
import dev.countersign.keys.MalformedDerException;
import dev.countersign.text.ShownText;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
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
        this.alias = ShownText.fitting(alias, ClientCertificate.MAX_ALIAS_CHARS);
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

    /** Whether the other one differs in nothing that could be registered. */
    boolean isSame(StoreEntry other) {
        return alias.equals(other.alias) && MessageDigest.isEqual(certificate, other.certificate);
    }

    /** What tells it from others of its name. */
    String details() {
        try {
            X509Certificate read = CertificateParser.parse(certificate);
            PublicKey key = read.getPublicKey();
            return KeyType.of(key).map(KeyType::toString).orElse(key.getAlgorithm()) + ", serial "
                    + KeyDescriptions.serial(read.getSerialNumber()) + ", ends "
                    + read.getNotAfter().toInstant();
        } catch (MalformedDerException e) {
            return "a certificate that cannot be read: " + e.getMessage();
        }
    }

    /** Java's key stores look aliases up regardless of case. */
    boolean isCalled(String name) {
        return alias.toLowerCase(Locale.ROOT).equals(name.toLowerCase(Locale.ROOT));
    }

    FoundKey found() {
        return new FoundKey(ParsedKey.certificate(certificate), alias);
    }
}
