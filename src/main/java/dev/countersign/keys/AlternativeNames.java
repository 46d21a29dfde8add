package dev.countersign.keys;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** A certificate's subject alternative names that are texts (RFC 5280, section 4.2.1.6). Stateless. */
public final class AlternativeNames {

    /** The tags of {@code GeneralName}. */
    public static final int EMAIL = 1;

    public static final int DNS = 2;
    public static final int URI = 6;
    public static final int IP = 7;

    private AlternativeNames() {}

    /** Those with this tag; none where the extension cannot be read: such a name identifies no client. */
    public static List<String> of(X509Certificate certificate, int tag) {
        Collection<List<?>> names;
        try {
            names = certificate.getSubjectAlternativeNames();
        } catch (CertificateParsingException e) {
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
