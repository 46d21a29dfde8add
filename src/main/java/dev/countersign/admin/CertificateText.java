package dev.countersign.admin;

import dev.countersign.auth.CertificateChain;
import dev.countersign.keys.MalformedDerException;
import dev.countersign.keys.PemCertificates;

/** Reads the member of a request that holds a TLS client certificate, the certificates after it too. Stateless. */
final class CertificateText {

    static final String MEMBER = "certificate";

    private CertificateText() {}

    /** @throws ProblemException when it is no PEM, or has too many certificates or bytes */
    static CertificateChain parse(String pem) {
        try {
            return CertificateChain.of(PemCertificates.read(pem));
        } catch (MalformedDerException e) {
            throw unacceptable(e);
        }
    }

    /** The rule that is broken, as a sentence. */
    static ProblemException unacceptable(MalformedDerException e) {
        return ProblemException.inField(MEMBER, "This certificate cannot be read: " + e.getMessage() + ".");
    }
}
