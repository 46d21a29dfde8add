package dev.countersign.x509;

import java.math.BigInteger;
import java.security.KeyPair;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Makes certificates that are not as they should be. */
final class CertificateRecipe {

    private final KeyPair pair;
    private final List<Extension> extensions = new ArrayList<>();
    private X500Principal subject = new X500Principal("CN=billing");
    private X500Principal issuer = subject;
    private BigInteger serial = BigInteger.ONE;
    private Instant notAfter = TestKeys.NOT_AFTER;
    private KeyPair signer;
    private String algorithm;

    /** A self-signed one, unless it is told otherwise. */
    CertificateRecipe(KeyPair pair) {
        this.pair = pair;
        this.signer = pair;
        this.algorithm = pair.getPublic().getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA";
    }

    CertificateRecipe subject(String name) {
        subject = new X500Principal(name);
        return this;
    }

    CertificateRecipe issuer(String name) {
        issuer = new X500Principal(name);
        return this;
    }

    CertificateRecipe serial(BigInteger number) {
        serial = number;
        return this;
    }

    CertificateRecipe until(Instant end) {
        notAfter = end;
        return this;
    }

    CertificateRecipe signedBy(KeyPair other, String how) {
        signer = other;
        algorithm = how;
        return this;
    }

    /** As {@code openssl req -x509} marks each one. */
    CertificateRecipe authority() throws Exception {
        return extension(Extension.basicConstraints, true, new BasicConstraints(true));
    }

    CertificateRecipe extension(ASN1ObjectIdentifier type, boolean isCritical, ASN1Encodable value) throws Exception {
        extensions.add(new Extension(type, isCritical, value.toASN1Primitive().getEncoded()));
        return this;
    }

    byte[] make() throws Exception {
        JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                issuer, serial, Date.from(TestKeys.NOT_BEFORE), Date.from(notAfter), subject, pair.getPublic());
        for (Extension extension : extensions) {
            builder.addExtension(extension);
        }
        return builder.build(new JcaContentSignerBuilder(algorithm)
                        .setProvider(BouncyCastle.PROVIDER)
                        .build(signer.getPrivate()))
                .getEncoded();
    }
}
