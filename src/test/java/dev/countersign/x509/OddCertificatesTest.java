package dev.countersign.x509;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.manage.ImportFormat;
import dev.countersign.manage.UnacceptableKeyException;
import java.io.IOException;
import java.math.BigInteger;
import java.security.KeyPair;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509v1CertificateBuilder;
import org.bouncycastle.jce.interfaces.ECPublicKey;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** FILE-4: odd certificates are taken, or refused with the reason and a way to bring their key. */
class OddCertificatesTest {

    private static final GeneralNames ALTERNATIVE =
            new GeneralNames(new GeneralName(GeneralName.dNSName, "orders.example.com"));
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");

    private static KeyPair pair;

    private final Uploads uploads = new Uploads(Instant.parse("2026-03-01T12:00:00Z"));

    @BeforeAll
    static void make() throws Exception {
        pair = TestKeys.ec("secp256r1");
    }

    @Test
    void file4_legalOnesAreTaken() throws Exception {
        ContentSigner signer = signer();
        byte[] first = new JcaX509v1CertificateBuilder(
                        new X500Name("CN=a"),
                        BigInteger.ONE,
                        Date.from(TestKeys.NOT_BEFORE),
                        Date.from(TestKeys.NOT_AFTER),
                        new X500Name("CN=a"),
                        pair.getPublic())
                .build(signer)
                .getEncoded();
        for (byte[] der : List.of(
                first,
                new CertificateRecipe(pair).issuer("CN=authority").subject("").make(),
                new CertificateRecipe(pair).serial(BigInteger.TEN.negate()).make(),
                new CertificateRecipe(pair).serial(BigInteger.ZERO).make(),
                new CertificateRecipe(pair).until(LAST).make(),
                new CertificateRecipe(pair)
                        .issuer("CN=authority")
                        .subject("")
                        .extension(Extension.subjectAlternativeName, true, ALTERNATIVE)
                        .make())) {
            assertThat(Base64.getDecoder()
                            .decode(Uploads.only(uploads.bring(ImportFormat.CERTIFICATE_PEM, der))
                                    .der()))
                    .isEqualTo(der);
        }
    }

    @Test
    void file4_whereThePlatformRefusesOneTheMessageSaysWhy() throws Exception {
        SubjectPublicKeyInfo key =
                SubjectPublicKeyInfo.getInstance(pair.getPublic().getEncoded());
        byte[] point = ((ECPublicKey) PublicKeys.read(key.getEncoded())).getQ().getEncoded(true);
        byte[] noIssuer = withoutIssuer(certificate("CN=a", "CN=a", key));
        byte[] compressed = certificate("CN=a", "CN=a", new SubjectPublicKeyInfo(key.getAlgorithm(), point));
        byte[] noName = new CertificateRecipe(pair)
                .issuer("CN=authority")
                .subject("")
                .authority()
                .make();
        byte[] notCritical = new CertificateRecipe(pair)
                .issuer("CN=authority")
                .subject("")
                .extension(Extension.subjectAlternativeName, false, ALTERNATIVE)
                .make();
        Map.of(
                        noIssuer, "its issuer is empty",
                        compressed, "is compressed",
                        noName, "its subject is empty and it has no subject alternative name",
                        notCritical, "its subject is empty and its subject alternative name is not marked as critical")
                .forEach((der, reason) -> {
                    assertThatThrownBy(() -> uploads.bring(ImportFormat.CERTIFICATE_PEM, der))
                            .as(reason)
                            .isInstanceOf(UnacceptableKeyException.class)
                            .hasMessageContaining(reason)
                            .hasMessageContaining("openssl x509 -in FILE -noout -pubkey");
                    assertThat(Base64.getDecoder()
                                    .decode(Uploads.only(uploads.bring(ImportFormat.PUBLIC_KEY_PEM, bareKey(der)))
                                            .der()))
                            .isEqualTo(pair.getPublic().getEncoded());
                });
    }

    /** As {@code openssl x509 -pubkey} writes it. */
    private static byte[] bareKey(byte[] certificate) {
        try {
            ASN1Sequence fields = ASN1Sequence.getInstance(
                    ASN1Sequence.getInstance(certificate).getObjectAt(0));
            return fields.getObjectAt(6).toASN1Primitive().getEncoded();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] certificate(String subject, String issuer, SubjectPublicKeyInfo key) throws Exception {
        return new X509v3CertificateBuilder(
                        new X500Name(issuer),
                        BigInteger.ONE,
                        Date.from(TestKeys.NOT_BEFORE),
                        Date.from(TestKeys.NOT_AFTER),
                        new X500Name(subject),
                        key)
                .build(signer())
                .getEncoded();
    }

    /** The signature, which is not relied on, is for the issuer that was there. */
    private static byte[] withoutIssuer(byte[] certificate) throws Exception {
        ASN1Sequence parts = ASN1Sequence.getInstance(certificate);
        ASN1Encodable[] fields = ASN1Sequence.getInstance(parts.getObjectAt(0)).toArray();
        fields[3] = new DERSequence();
        return new DERSequence(
                        new ASN1Encodable[] {new DERSequence(fields), parts.getObjectAt(1), parts.getObjectAt(2)})
                .getEncoded();
    }

    private static ContentSigner signer() throws Exception {
        return new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate());
    }
}
