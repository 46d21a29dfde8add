package dev.countersign.keys;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Date;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What stands in the strings of a certificate, which the walk over its values does not enter and the platform reads.
 */
class HostileCertificateTest {

    private static final int MAX_NESTING = 12_000;

    private static KeyPair pair;
    private static ContentSigner signer;

    @BeforeAll
    static void make() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        pair = generator.generateKeyPair();
        signer = new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate());
    }

    /**
     * All extensions that the platform knows, with nested values where each expects its own, in sequences and in the
     * choices of a general name.
     */
    @ParameterizedTest
    @CsvSource({
        "2.5.29.17, subject alternative name",
        "2.5.29.18, issuer alternative name",
        "2.5.29.30, name constraints",
        "2.5.29.31, distribution points",
        "2.5.29.32, certificate policies",
        "2.5.29.33, policy mappings",
        "2.5.29.35, authority key identifier",
        "2.5.29.36, policy constraints",
        "2.5.29.37, extended key usage",
        "2.5.29.46, freshest list",
        "2.5.29.14, subject key identifier",
        "2.5.29.15, key usage",
        "2.5.29.16, private key usage",
        "2.5.29.19, basic constraints",
        "2.5.29.54, inhibit any policy",
        "1.3.6.1.5.5.7.1.1, authority information access",
        "1.3.6.1.5.5.7.1.11, subject information access",
        "2.16.840.1.113730.1.1, Netscape type",
        "1.3.6.1.5.5.7.48.1.5, no check"
    })
    void file1_extensionsWithNestedValues(String oid, String name) throws Exception {
        for (String content : new String[] {
            "3080*" + MAX_NESTING + " 0000*" + MAX_NESTING,
            "nested:" + MAX_NESTING + ":0500",
            "3084000084D0 A080*17000",
            "3084000084D0 A480*17000",
            "3084000084D0 3080*17000",
            "30820406 A0820402 06032A0304 A08203F9 3080*508 00",
            "3084000084D6 A4840000 84D0 3080*17000",
            "3084000084D6 A0840000 84D0 3080*17000"
        }) {
            byte[] der = certificate(oid, Encodings.of(content));
            try {
                X509Certificate certificate = CertificateParser.parse(der);
                certificate.getSubjectAlternativeNames();
                certificate.getIssuerAlternativeNames();
                certificate.getExtendedKeyUsage();
                assertThat(certificate.getEncoded()).isEqualTo(der);
            } catch (MalformedDerException | java.security.cert.CertificateParsingException e) {
                assertThat(e).hasMessageNotContaining("\n");
            }
        }
    }

    private static byte[] certificate(String oid, byte[] content) throws Exception {
        X500Principal subject = new X500Principal("CN=billing");
        return new JcaX509v3CertificateBuilder(
                        subject,
                        BigInteger.ONE,
                        Date.from(Instant.parse("2026-01-01T00:00:00Z")),
                        Date.from(Instant.parse("2027-01-01T00:00:00Z")),
                        subject,
                        pair.getPublic())
                .addExtension(new ASN1ObjectIdentifier(oid), false, content)
                .build(signer)
                .getEncoded();
    }
}
