package dev.countersign.mtls;

import dev.countersign.keys.AlternativeNames;
import dev.countersign.text.IpLiteral;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.regex.Pattern;

/** The five ways to register a certificate's subject (RFC 8705, section 2.1.2). */
enum SubjectKind {
    DISTINGUISHED_NAME(
            "tls_client_auth_subject_dn",
            "The certificate's distinguished name, as text, the most specific part first: CN=app,O=Example,C=DE (RFC 4514)."
                    + " Case, spacing and string types do not count.") {
        @Override
        Optional<String> problem(String value) {
            return DistinguishedName.parse(value).isPresent()
                    ? Optional.empty()
                    : Optional.of("This is no distinguished name such as CN=app,O=Example,C=DE (RFC 4514).");
        }

        @Override
        Optional<RegisteredSubject> registered(String value) {
            return DistinguishedName.parse(value).map(name -> RegisteredSubject.ofName(this, value, name));
        }
    },

    DNS_NAME(
            "tls_client_auth_san_dns",
            "A DNS name among the certificate's subject alternative names. Case does not count; wildcards match nothing.") {
        @Override
        Optional<String> problem(String value) {
            return DNS.matcher(value).matches() && value.length() <= MAX_DNS_CHARS
                    ? Optional.empty()
                    : Optional.of("This is no DNS name of letters, digits, hyphens and dots; names in other scripts are"
                            + " given in their form with xn--, and wildcards are not taken.");
        }

        @Override
        Optional<RegisteredSubject> registered(String value) {
            return accepted(value)
                    .map(name -> RegisteredSubject.ofAlternative(
                            this,
                            value,
                            AlternativeNames.DNS,
                            found -> SubjectNames.equalsIgnoringAsciiCase(found, name)));
        }
    },

    URI_NAME(
            "tls_client_auth_san_uri",
            "A URI among the certificate's subject alternative names, such as a SPIFFE ID. Every character counts.") {
        @Override
        Optional<String> problem(String value) {
            try {
                return new URI(value).isAbsolute() && SubjectNames.isVisibleAscii(value)
                        ? Optional.empty()
                        : Optional.of("This is no absolute URI in ASCII.");
            } catch (URISyntaxException e) {
                return Optional.of("This is no URI.");
            }
        }

        @Override
        Optional<RegisteredSubject> registered(String value) {
            return accepted(value)
                    .map(uri -> RegisteredSubject.ofAlternative(this, value, AlternativeNames.URI, uri::equals));
        }
    },

    IP_ADDRESS(
            "tls_client_auth_san_ip",
            "An IP address among the certificate's subject alternative names, IPv6 in any spelling.") {
        @Override
        Optional<String> problem(String value) {
            return IpLiteral.parse(value).isPresent()
                    ? Optional.empty()
                    : Optional.of("This is no IP address such as 192.0.2.1 or 2001:db8::1.");
        }

        @Override
        Optional<RegisteredSubject> registered(String value) {
            return IpLiteral.parse(value)
                    .map(address -> RegisteredSubject.ofAlternative(
                            this,
                            value,
                            AlternativeNames.IP,
                            found -> IpLiteral.parse(found)
                                    .filter(address::equals)
                                    .isPresent()));
        }
    },

    EMAIL_ADDRESS(
            "tls_client_auth_san_email",
            "An e-mail address among the certificate's subject alternative names. Case counts before the @ only.") {
        @Override
        Optional<String> problem(String value) {
            int at = value.lastIndexOf('@');
            return at > 0
                            && SubjectNames.isVisibleAscii(value)
                            && DNS.matcher(value.substring(at + 1)).matches()
                    ? Optional.empty()
                    : Optional.of("This is no e-mail address in ASCII such as app@example.com.");
        }

        @Override
        Optional<RegisteredSubject> registered(String value) {
            return accepted(value)
                    .map(address -> RegisteredSubject.ofAlternative(
                            this, value, AlternativeNames.EMAIL, found -> SubjectNames.isSameMailbox(found, address)));
        }
    };

    /** RFC 1123, section 2.1, and the underscore, which names of services have. */
    private static final Pattern DNS = Pattern.compile("(?:[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?\\.)*"
            + "[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?");

    private static final int MAX_DNS_CHARS = 253;

    private final String metadataName;
    private final String help;

    SubjectKind(String metadataName, String help) {
        this.metadataName = metadataName;
        this.help = help;
    }

    String metadataName() {
        return metadataName;
    }

    String help() {
        return help;
    }

    /** The error message for a value that is none of this kind; empty: it is one. */
    abstract Optional<String> problem(String value);

    /** The subject; empty: the value is none of this kind. */
    abstract Optional<RegisteredSubject> registered(String value);

    Optional<String> accepted(String value) {
        return problem(value).isEmpty() ? Optional.of(value) : Optional.empty();
    }
}
