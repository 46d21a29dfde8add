package dev.countersign.mtls;

import dev.countersign.keys.AlternativeNames;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The subject that a client's certificate must have, ready to compare with. Immutable.
 *
 * @param kind which of the five
 * @param text as it is registered
 * @param matches whether a certificate has it
 * @param found what a certificate has in its place, for administrators
 */
record RegisteredSubject(
        SubjectKind kind,
        String text,
        Predicate<X509Certificate> matches,
        Function<X509Certificate, List<String>> found) {

    /** The distinguished name as a whole. */
    static RegisteredSubject ofName(SubjectKind kind, String text, DistinguishedName name) {
        return new RegisteredSubject(
                kind,
                text,
                certificate -> DistinguishedName.of(certificate.getSubjectX500Principal())
                        .filter(name::equals)
                        .isPresent(),
                certificate -> List.of(certificate.getSubjectX500Principal().getName()));
    }

    /** One of the subject alternative names of this tag. */
    static RegisteredSubject ofAlternative(SubjectKind kind, String text, int tag, Predicate<String> matches) {
        return new RegisteredSubject(
                kind,
                text,
                certificate -> AlternativeNames.of(certificate, tag).stream().anyMatch(matches),
                certificate -> AlternativeNames.of(certificate, tag));
    }

    boolean isOf(X509Certificate certificate) {
        return matches.test(certificate);
    }
}
