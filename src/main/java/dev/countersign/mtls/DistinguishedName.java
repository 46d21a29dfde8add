package dev.countersign.mtls;

import java.io.IOException;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.naming.NamingException;
import javax.naming.directory.Attribute;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1String;
import org.bouncycastle.asn1.x500.AttributeTypeAndValue;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;

/**
 * A distinguished name in the form in which two names are compared (RFC 4517, section 4.2.15): part by part in their
 * order, without regard to the order inside a part, to case, spacing and string type. The platform compares by string
 * type, too. Immutable.
 *
 * @param parts the pairs of type and value of each part, sorted, the least specific part first
 */
record DistinguishedName(List<List<String>> parts) {

    /** More than any name in use; comparing takes time for each. */
    private static final int MAX_PARTS = 64;

    /** Stands between type and value: is in neither of them. */
    private static final char SEPARATOR = '=';

    DistinguishedName {
        parts = parts.stream().map(List::copyOf).toList();
    }

    /** Of a text (RFC 4514); empty: it is none, has no part, or a type that is not known by its name. */
    static Optional<DistinguishedName> parse(String text) {
        try {
            List<List<String>> parts = new ArrayList<>();
            for (Rdn rdn : new LdapName(text).getRdns()) {
                List<String> pairs = new ArrayList<>();
                for (Attribute attribute : Collections.list(rdn.toAttributes().getAll())) {
                    for (Object value : Collections.list(attribute.getAll())) {
                        pairs.add(pair(type(attribute.getID()), value));
                    }
                }
                Collections.sort(pairs);
                parts.add(pairs);
            }
            return parts.isEmpty() || parts.size() > MAX_PARTS
                    ? Optional.empty()
                    : Optional.of(new DistinguishedName(parts));
        } catch (NamingException | IllegalArgumentException | IOException e) {
            return Optional.empty();
        }
    }

    /** Of a certificate; empty: it has no part, or a value that is compared with nothing. */
    static Optional<DistinguishedName> of(X500Principal name) {
        RDN[] rdns = X500Name.getInstance(name.getEncoded()).getRDNs();
        if (rdns.length == 0 || rdns.length > MAX_PARTS) {
            return Optional.empty();
        }
        try {
            List<List<String>> parts = new ArrayList<>(rdns.length);
            for (RDN rdn : rdns) {
                List<String> pairs = new ArrayList<>(1);
                for (AttributeTypeAndValue pair : rdn.getTypesAndValues()) {
                    pairs.add(pair(pair.getType(), pair.getValue()));
                }
                Collections.sort(pairs);
                parts.add(pairs);
            }
            return Optional.of(new DistinguishedName(parts));
        } catch (IllegalArgumentException | IOException e) {
            return Optional.empty();
        }
    }

    /** @throws IllegalArgumentException when it is no number and no name that is known */
    private static ASN1ObjectIdentifier type(String id) {
        String name = id.toUpperCase(Locale.ROOT).startsWith("OID.") ? id.substring("OID.".length()) : id;
        return BCStyle.INSTANCE.attrNameToOID(name);
    }

    /** @param value a text, or the bytes after {@code #} */
    private static String pair(ASN1ObjectIdentifier type, Object value) throws IOException {
        return value instanceof byte[] der
                ? pair(type, ASN1Primitive.fromByteArray(der))
                : type.getId() + SEPARATOR + prepared(String.valueOf(value));
    }

    /** A value that is no text is compared by its bytes. */
    private static String pair(ASN1ObjectIdentifier type, ASN1Encodable value) throws IOException {
        return value instanceof ASN1String text
                ? type.getId() + SEPARATOR + prepared(text.getString())
                : type.getId() + "=#"
                        + HexFormat.of().formatHex(value.toASN1Primitive().getEncoded("DER"));
    }

    /**
     * RFC 4518, section 2, but that control characters make the value equal to nothing, rather than being left out: a
     * NUL in a name is an attempt to be taken for another one.
     *
     * @throws IllegalArgumentException when it is equal to nothing
     */
    private static String prepared(String value) {
        String normal = Normalizer.normalize(value, Normalizer.Form.NFKC)
                .toUpperCase(Locale.ROOT)
                .toLowerCase(Locale.ROOT);
        StringBuilder prepared = new StringBuilder(normal.length());
        boolean blank = false;
        for (int at = 0; at < normal.length(); at += Character.charCount(normal.codePointAt(at))) {
            int c = normal.codePointAt(at);
            if (Character.isISOControl(c) || isProhibited(c)) {
                throw new IllegalArgumentException("a character that is compared with nothing");
            }
            if (Character.getType(c) == Character.FORMAT) {
                continue;
            }
            if (Character.isSpaceChar(c)) {
                blank = !prepared.isEmpty();
            } else {
                if (blank) {
                    prepared.append(' ');
                }
                blank = false;
                prepared.appendCodePoint(c);
            }
        }
        return prepared.toString();
    }

    /** RFC 4518, section 2.4. */
    private static boolean isProhibited(int c) {
        int type = Character.getType(c);
        return type == Character.UNASSIGNED
                || type == Character.PRIVATE_USE
                || type == Character.SURROGATE
                || c == '\uFFFD';
    }
}
