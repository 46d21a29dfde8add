package dev.countersign.x509;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.manage.ImportFormat;
import dev.countersign.manage.UnacceptableKeyException;
import java.security.KeyPair;
import java.security.Signature;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.BERSequence;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERPrintableString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.DLSequence;
import org.bouncycastle.asn1.DLSet;
import org.bouncycastle.asn1.DLTaggedObject;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Requests for certificates as libraries of other languages make them. */
class RequestFilesTest {

    private static final AlgorithmIdentifier SIGNATURE = new AlgorithmIdentifier(X9ObjectIdentifiers.ecdsa_with_SHA256);

    private static KeyPair pair;

    private final Uploads uploads = new Uploads(Instant.parse("2026-03-01T12:00:00Z"));

    @BeforeAll
    static void make() throws Exception {
        pair = TestKeys.ec("secp256r1");
    }

    /** PKI.js and forge leave the values of a SET OF in the order in which they were given. */
    @Test
    void file1_aRequestWithAnUnsortedSetIsCheckedAsItCame() throws Exception {
        DLSequence info = info();
        byte[] came = info.getEncoded(ASN1Encoding.DL);
        assertThat(came).isNotEqualTo(info.getEncoded(ASN1Encoding.DER));

        byte[] file = request(info, sign(came)).getEncoded(ASN1Encoding.DL);

        assertThat(Base64.getDecoder()
                        .decode(Uploads.only(uploads.bring(ImportFormat.CSR, file))
                                .der()))
                .isEqualTo(pair.getPublic().getEncoded());
        for (byte[] signed : List.of(info.getEncoded(ASN1Encoding.DER), new byte[0])) {
            assertRefused(
                    request(info, sign(signed)).getEncoded(ASN1Encoding.DL),
                    "not signed with its own key",
                    "openssl req");
        }
        assertRefused(
                new BERSequence(new ASN1Encodable[] {info, SIGNATURE, new DERBitString(sign(came))}).getEncoded(),
                "not in DER",
                "openssl req");
    }

    @Test
    void file5_aRequestWithAnOlderHashIsRefusedByItsName() throws Exception {
        KeyPair rsa = TestKeys.rsa(2048);
        for (String[] refused : new String[][] {
            {"MD5withRSA", "MD5"},
            {"SHA224withRSA", "SHA-224"},
            {"SHA224withRSAandMGF1", "RSASSA-PSS with SHA-224"},
            {"SHA224withECDSA", "SHA-224"}
        }) {
            KeyPair signer = refused[0].contains("ECDSA") ? pair : rsa;
            byte[] file = new JcaPKCS10CertificationRequestBuilder(new X500Principal("CN=billing"), signer.getPublic())
                    .build(new JcaContentSignerBuilder(refused[0])
                            .setProvider(BouncyCastle.PROVIDER)
                            .build(signer.getPrivate()))
                    .getEncoded();

            assertRefused(file, "not accepted: " + refused[1] + ".", "openssl req -new -sha256");
        }
    }

    private void assertRefused(byte[] file, String... message) {
        assertThatThrownBy(() -> uploads.bring(ImportFormat.CSR, file))
                .isInstanceOf(UnacceptableKeyException.class)
                .message()
                .contains(message);
    }

    /** Of which the name has two values in the wrong order. */
    private static DLSequence info() {
        ASN1Encodable name = new DERSequence(new ASN1Encodable[] {BCStyle.CN, new DERUTF8String("orders.example")});
        ASN1Encodable country = new DERSequence(new ASN1Encodable[] {BCStyle.C, new DERPrintableString("BG")});
        return new DLSequence(new ASN1Encodable[] {
            new ASN1Integer(0),
            new DLSequence(new DLSet(new ASN1Encodable[] {name, country})),
            SubjectPublicKeyInfo.getInstance(pair.getPublic().getEncoded()),
            new DLTaggedObject(false, 0, new DLSet())
        });
    }

    private static ASN1Primitive request(DLSequence info, byte[] signature) {
        return new DLSequence(new ASN1Encodable[] {info, SIGNATURE, new DERBitString(signature)});
    }

    private static byte[] sign(byte[] content) throws Exception {
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(pair.getPrivate());
        signature.update(content);
        return signature.sign();
    }
}
