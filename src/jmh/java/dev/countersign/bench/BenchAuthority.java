package dev.countersign.bench;

import java.io.IOException;
import java.math.BigInteger;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Date;
import java.util.concurrent.atomic.AtomicLong;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A CA (P-256) whose certificates are measured, valid for a day before and after. Thread-safe. */
final class BenchAuthority {

    private static final String NAME = "CN=CA";
    private static final Duration VALIDITY = Duration.ofDays(1);

    private final KeyPair keys = pair();
    private final AtomicLong serial = new AtomicLong();
    private final X509Certificate certificate = sign(NAME, keys, true);

    BenchAuthority() throws GeneralSecurityException, OperatorCreationException, IOException {}

    X509Certificate certificate() {
        return certificate;
    }

    KeyPair keys() {
        return keys;
    }

    /** For a client's keys. */
    X509Certificate issue(String subject, KeyPair clientKeys)
            throws GeneralSecurityException, OperatorCreationException, IOException {
        return sign(subject, clientKeys, false);
    }

    static KeyPair pair() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(256);
        return generator.generateKeyPair();
    }

    static String pem(X509Certificate certificate) throws GeneralSecurityException {
        return "-----BEGIN CERTIFICATE-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate.getEncoded())
                + "\n-----END CERTIFICATE-----\n";
    }

    /** The value of the header, as nginx sends it. */
    static String escaped(X509Certificate certificate) throws GeneralSecurityException {
        return URLEncoder.encode(pem(certificate), StandardCharsets.US_ASCII).replace("+", "%20");
    }

    private X509Certificate sign(String subject, KeyPair subjectKeys, boolean authority)
            throws GeneralSecurityException, OperatorCreationException, IOException {
        Instant now = InstantSource.system().instant();
        JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                new X500Principal(NAME),
                BigInteger.valueOf(serial.incrementAndGet()),
                Date.from(now.minus(VALIDITY)),
                Date.from(now.plus(VALIDITY)),
                new X500Principal(subject),
                subjectKeys.getPublic());
        if (authority) {
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
        }
        return new JcaX509CertificateConverter()
                .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate())));
    }
}
