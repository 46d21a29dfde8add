package dev.countersign.keys;

import java.io.ByteArrayInputStream;
import java.security.MessageDigest;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Map;

/**
 * Reads foreign certificates (RFC 5280) in DER by the platform's parser, once their size and nesting are known to be
 * harmless: that parser overflows its stack on nested indefinite lengths. Stateless.
 */
public final class CertificateParser {

    public static final int MAX_CERTIFICATE_BYTES = 65_536;

    private static final String NO_NAME =
            "its subject is empty and it has no subject alternative name (RFC 5280, section 4.2.1.6)";

    /** X.690, section 8.9.1. */
    private static final byte SEQUENCE = 0x30;

    /**
     * What the platform refuses although other programs accept it, by a part of its message. The text is a clause of
     * this program: the platform's own may repeat what the certificate holds.
     */
    private static final Map<String, String> REASONS = Map.of(
            "Empty issuer DN",
            "its issuer is empty, which no certificate's is (RFC 5280, section 4.1.2.4)",
            "MUST be marked critical",
            "its subject is empty and its subject alternative name is not marked as critical (RFC 5280, section"
                    + " 4.2.1.6)",
            "subject field is empty, and certificate has no extensions",
            NO_NAME,
            "SubjectAlternativeName extension is absent",
            NO_NAME,
            "SubjectAlternativeName extension has no entries",
            NO_NAME,
            "Only uncompressed point format supported",
            "the point of its elliptic curve's key is compressed, which this Java does not read in certificates",
            "Duplicate extension",
            "it has an extension twice (RFC 5280, section 4.2)",
            "Unsupported critical extension",
            "it has a critical extension that is not known");

    private CertificateParser() {}

    /** @throws MalformedDerException with the rule that is broken */
    public static X509Certificate parse(byte[] der) throws MalformedDerException {
        if (der.length > MAX_CERTIFICATE_BYTES) {
            throw new MalformedDerException(
                    "a certificate has at most " + MAX_CERTIFICATE_BYTES + " bytes, this one has " + der.length);
        }
        Asn1Bounds.requireDer(der);
        if (der[0] != SEQUENCE) {
            // The factory would also accept PEM, PKCS #7 and other forms.
            throw new MalformedDerException("it is not an ASN.1 sequence");
        }
        X509Certificate certificate;
        byte[] read;
        try {
            certificate = (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
            read = certificate.getEncoded();
        } catch (CertificateException | RuntimeException e) {
            // For some broken fields the parser throws unchecked exceptions.
            throw new MalformedDerException(reason(e), e);
        }
        if (!MessageDigest.isEqual(der, read)) {
            throw new MalformedDerException("bytes follow the certificate");
        }
        return certificate;
    }

    private static String reason(Throwable refusal) {
        for (Throwable cause = refusal; cause != null; cause = cause.getCause()) {
            String message = String.valueOf(cause.getMessage());
            for (Map.Entry<String, String> reason : REASONS.entrySet()) {
                if (message.contains(reason.getKey())) {
                    return reason.getValue();
                }
            }
        }
        return "one of its fields is malformed";
    }
}
