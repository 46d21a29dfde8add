package dev.countersign.admin;

import java.util.Map;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;

/** The distinguished names in a certificate as texts that can be registered for a client. Stateless. */
final class SubjectText {

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
}
