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

/** Reads PKCS #7 files that carry certificates and nothing else, "certs-only" (RFC 5652, section 5; RFC 8551, section 3.2.2). Stateless. */
final class CertificateBundle {

    private static final String ODD =
            "A PKCS #7 file carries certificates here and nothing else: no content, no signature, and nothing nested.";

    private CertificateBundle() {}

    /** @throws dev.countersign.auth.UnacceptableKeyException when it carries anything else */
    static List<byte[]> read(byte[] content) throws IOException {
        ContentInfo outer = ContentInfo.getInstance(Der.read(content));
        if (!outer.getContentType().equals(PKCSObjectIdentifiers.signedData) || outer.getContent() == null) {
            throw Complaint.ofFile(ODD);
        }
        SignedData data = SignedData.getInstance(outer.getContent());
        ContentInfo inner = data.getContentInfo();
        if (!inner.getContentType().equals(PKCSObjectIdentifiers.data)
                || inner.getContent() != null
                || data.getSignerInfos().size() > 0) {
            throw Complaint.ofFile(ODD);
        }
        ASN1Set set = data.getCertificates();
        if (set == null) {
            throw Complaint.ofFile("There is no certificate in the PKCS #7 file.");
        }
        if (set.size() > Leaf.MOST_CERTIFICATES) {
            throw Complaint.ofFile("There are " + set.size() + " certificates in the PKCS #7 file; a chain has at most "
                    + Leaf.MOST_CERTIFICATES + ".");
        }
        List<byte[]> certificates = new ArrayList<>();
        for (ASN1Encodable certificate : set) {
            // Older kinds of certificates are tagged.
            if (!(certificate instanceof ASN1Sequence)) {
                throw Complaint.ofFile(ODD);
            }
            certificates.add(certificate.toASN1Primitive().getEncoded());
        }
        return certificates;
    }
}
