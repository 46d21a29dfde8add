package dev.countersign.admin;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;

/** The names in a certificate as texts that can be registered for a client. Stateless. */
final class SubjectText {

    /** The tags of {@code GeneralName} (RFC 5280, section 4.2.1.6). */
    static final int EMAIL = 1;

    static final int DNS = 2;
    static final int URI = 6;
    static final int IP = 7;

    /** Usual types that RFC 4514 has no names for; others are written as numbers, and their values in hexadecimal. */
    private static final Map<String, String> TYPES = Map.of(
            "1.2.840.113549.1.9.1", "emailAddress",
            "2.5.4.5", "serialNumber",
            "2.5.4.4", "surname",
            "2.5.4.12", "T",
            "2.5.4.42", "givenName",
            "2.5.4.97", "organizationIdentifier");

    private SubjectText() {}

    /** As RFC 4514 says; empty: it has no part. */
    static Optional<String> name(X500Principal name) {
        return Optional.of(name.getName(X500Principal.RFC2253, TYPES)).filter(text -> !text.isEmpty());
    }

    /** The alternative names with this tag; none where the extension cannot be read. */
    static List<String> alternatives(X509Certificate certificate, int tag) {
        Collection<List<?>> names;
        try {
            names = certificate.getSubjectAlternativeNames();
        } catch (CertificateParsingException e) {
            // Such a name identifies no client.
            return List.of();
        }
        List<String> found = new ArrayList<>();
        for (List<?> name : names == null ? List.<List<?>>of() : names) {
            if (name.get(0).equals(tag) && name.get(1) instanceof String text) {
                found.add(text);
            }
        }
        return found;
    }
}
