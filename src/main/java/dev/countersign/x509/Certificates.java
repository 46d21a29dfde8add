package dev.countersign.x509;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import org.bouncycastle.asn1.ASN1Sequence;

/** Reads certificates (RFC 5280) in DER. Stateless. */
final class Certificates {

    /** In bytes. */
    static final int LONGEST = 65_536;

    private Certificates() {}

    /** @throws dev.countersign.auth.UnacceptableKeyException with the reason */
    static X509Certificate read(byte[] der) {
        if (der.length > LONGEST) {
            throw Complaint.ofFile("A certificate has at most " + LONGEST + " bytes, this one has " + der.length + ".");
        }
        try {
            // The factory looks for PEM, PKCS #7 and whatever else may be in a stream.
            if (!(Der.read(der) instanceof ASN1Sequence)) {
                throw Complaint.ofFile("This is no certificate.");
            }
            X509Certificate certificate = (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
            if (!MessageDigest.isEqual(der, certificate.getEncoded())) {
                throw Complaint.ofFile("There is more than the certificate.");
            }
            return certificate;
        } catch (IOException | CertificateException | IllegalArgumentException | IllegalStateException e) {
            throw Complaint.ofFile("This is no certificate that can be read.", e);
        }
    }
}
