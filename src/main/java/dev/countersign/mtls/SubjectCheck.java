package dev.countersign.mtls;

import dev.countersign.auth.CertificateChain;
import dev.countersign.auth.Check;
import dev.countersign.keys.MalformedDerException;
import dev.countersign.text.ShownText;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/** The check of a certificate's subject, as administrators see it. Stateless. */
final class SubjectCheck {

    private static final String EXPLANATION =
            "The certificate's subject is the one that is registered: the whole distinguished name, part by part (RFC 4517,"
                    + " section 4.2.15), or one of its subject alternative names (RFC 8705, section 2.1.2).";

    /** Of what a certificate has, in characters. */
    private static final int MAX_CHARS = 600;

    private SubjectCheck() {}

    /** @param subject empty: none is registered */
    static Check of(CertificateChain chain, Optional<RegisteredSubject> subject) {
        if (subject.isEmpty()) {
            return check(false, "a registered subject", "none is registered");
        }
        String expected = subject.get().kind().metadataName() + " "
                + ShownText.quoted(subject.get().text());
        try {
            X509Certificate certificate = chain.certificates().get(0);
            List<String> found = subject.get().found().apply(certificate);
            return check(
                    subject.get().isOf(certificate),
                    expected,
                    found.isEmpty()
                            ? "the certificate has no name of this kind"
                            : ShownText.fitting(String.join("; ", found), MAX_CHARS));
        } catch (MalformedDerException e) {
            return check(false, expected, "the certificate cannot be read: " + e.getMessage());
        }
    }

    private static Check check(boolean passed, String expected, String found) {
        return new Check("certificate_subject", Check.Result.of(passed), expected, found, EXPLANATION);
    }
}
