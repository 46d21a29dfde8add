package dev.countersign.x509;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1Set;
import org.bouncycastle.asn1.pkcs.ContentInfo;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.SignedData;

/**
 * Reads PKCS #7 files that carry certificates and nothing else, "certs-only" (RFC 5652, section 5; RFC 8551, section
 * 3.2.2). Stateless.
 */
final class CertificateBundle {

    private static final String ODD =
            "A PKCS #7 file carries certificates here and nothing else: no content, no signature, and nothing nested. Wanted is"
                    + " the client's certificate: openssl pkcs7 -print_certs -in FILE -out NEW_FILE.";

    private CertificateBundle() {}

    /** @throws dev.countersign.manage.UnacceptableKeyException when it carries anything else */
    static List<byte[]> read(byte[] content) throws IOException {
        ContentInfo outer = ContentInfo.getInstance(Der.read(content));
        if (!outer.getContentType().equals(PKCSObjectIdentifiers.signedData) || outer.getContent() == null) {
            throw ImportProblem.ofFile(ODD);
        }
        SignedData data = SignedData.getInstance(outer.getContent());
        ContentInfo inner = data.getContentInfo();
        if (!inner.getContentType().equals(PKCSObjectIdentifiers.data)
                || inner.getContent() != null
                || data.getSignerInfos().size() > 0) {
            throw ImportProblem.ofFile(ODD);
        }
        ASN1Set set = data.getCertificates();
        if (set == null) {
            throw ImportProblem.ofFile(
                    "There is no certificate in the PKCS #7 file, such as in one with a revocation list (CRL) alone.");
        }
        if (set.size() > EndEntityCertificate.MAX_CERTIFICATES) {
            throw ImportProblem.ofFile(
                    "There are " + set.size() + " certificates in the PKCS #7 file; a chain has at most "
                            + EndEntityCertificate.MAX_CERTIFICATES + ".");
        }
        List<byte[]> certificates = new ArrayList<>();
        for (ASN1Encodable certificate : set) {
            // Certificates of other kinds than X.509 are tagged (RFC 5652, section 10.2.2).
            if (!(certificate instanceof ASN1Sequence)) {
                throw ImportProblem.ofFile(ODD);
            }
            certificates.add(certificate.toASN1Primitive().getEncoded());
        }
        return certificates;
    }
}
