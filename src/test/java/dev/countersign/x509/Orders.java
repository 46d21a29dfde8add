package dev.countersign.x509;

import dev.countersign.auth.Secret;
import dev.countersign.manage.ArchiveFormat;
import dev.countersign.manage.KeyPairIssuer.IssuedKeyPair;
import dev.countersign.manage.KeyPairOrder;
import dev.countersign.manage.KeyPairType;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;

/** What the tests order. */
final class Orders {

    static final String ALIAS = "Billing \u00e4\ud83d\udd11";
    static final String STORE_PASSWORD = "for the store: \"$%\\'~";
    static final String KEY_PASSWORD = "for the key alone";
    static final Duration VALIDITY = Duration.ofDays(730);

    private Orders() {}

    /** With as many passwords as the format has. */
    static KeyPairOrder of(ArchiveFormat format, KeyPairType type) {
        return of(format, type, VALIDITY);
    }

    static KeyPairOrder of(ArchiveFormat format, KeyPairType type, Duration validity) {
        return new KeyPairOrder(
                format,
                ALIAS,
                format.isEncrypted() ? secret(STORE_PASSWORD) : Optional.empty(),
                format.hasKeyPassword() ? secret(KEY_PASSWORD) : Optional.empty(),
                type,
                validity);
    }

    static KeyPairOrder named(ArchiveFormat format, String alias) {
        return new KeyPairOrder(format, alias, secret(STORE_PASSWORD), Optional.empty(), KeyPairType.ED25519, VALIDITY);
    }

    static KeyPairOrder under(ArchiveFormat format, Optional<Secret> storePassword, Optional<Secret> keyPassword) {
        return new KeyPairOrder(format, ALIAS, storePassword, keyPassword, KeyPairType.ED25519, VALIDITY);
    }

    static Optional<Secret> secret(String text) {
        return Optional.of(new Secret(text.getBytes(StandardCharsets.UTF_8)));
    }

    static X509Certificate certificate(IssuedKeyPair issued) throws CertificateException {
        byte[] der = Base64.getDecoder().decode(issued.registered().der());
        return (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
    }
}
