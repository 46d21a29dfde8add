package dev.countersign.http;

import dev.countersign.text.CanonicalBase64;
import dev.countersign.text.MalformedException;
import dev.countersign.text.PercentCoding;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The forms in which reverse proxies write a client's TLS certificate into a header. Immutable. */
public enum CertificateForm {

    /** A byte sequence; in a second header a list of those that follow it (RFC 9440, section 2). */
    RFC9440("Client-Cert") {
        @Override
        List<byte[]> read(String value) throws MalformedException {
            return List.of(StructuredBytes.item(value));
        }
    },

    /** The variable {@code $ssl_client_escaped_cert}: percent-encoded PEM. */
    NGINX("X-SSL-Client-Cert") {
        @Override
        List<byte[]> read(String value) throws MalformedException {
            return CertificateText.one(PercentCoding.decodeAscii(value), '\n');
        }
    },

    /** The variable {@code SSL_CLIENT_CERT}: PEM with blanks for the ends of lines; {@code (null)} if there is none. */
    APACHE("X-SSL-Client-Cert") {
        @Override
        List<byte[]> read(String value) throws MalformedException {
            return value.equals("(null)") ? List.of() : CertificateText.one(value, ' ');
        }
    },

    /** Envoy: the {@code Cert} and {@code Chain} of the last element, which is the nearest proxy's. */
    XFCC("X-Forwarded-Client-Cert") {
        @Override
        List<byte[]> read(String value) throws MalformedException {
            XfccElement element = XfccElement.last(value);
            Optional<String> single = element.value("Cert");
            Optional<String> chain = element.value("Chain");
            List<byte[]> leaf = single.isPresent()
                    ? CertificateText.one(PercentCoding.decodeAscii(single.get()), '\n')
                    : List.of();
            if (chain.isEmpty()) {
                return leaf;
            }
            List<byte[]> all = CertificateText.several(PercentCoding.decodeAscii(chain.get()), '\n');
            if (!leaf.isEmpty() && !isSame(leaf.get(0), all.get(0))) {
                throw new MalformedException("Chain does not begin with Cert");
            }
            return all;
        }
    },

    /** Base64 without the lines of PEM, percent-encoded or not, the whole chain, separated by commas. */
    TRAEFIK("X-Forwarded-Tls-Client-Cert") {
        @Override
        List<byte[]> read(String value) throws MalformedException {
            List<byte[]> chain = new ArrayList<>();
            for (String one : PercentCoding.decodeAscii(value).split(",", -1)) {
                chain.add(CanonicalBase64.STANDARD.decode(one));
            }
            return chain;
        }
    },

    /** The sample {@code ssl_c_der} as Base64. */
    HAPROXY("X-SSL-Client-Cert") {
        @Override
        List<byte[]> read(String value) throws MalformedException {
            return List.of(CanonicalBase64.STANDARD.decode(value));
        }
    },

    /** AWS Application Load Balancer: percent-encoded PEM, the whole chain. */
    ALB("X-Amzn-Mtls-Clientcert") {
        @Override
        List<byte[]> read(String value) throws MalformedException {
            return CertificateText.several(PercentCoding.decodeAscii(value), '\n');
        }
    };

    private final String header;

    CertificateForm(String header) {
        this.header = header;
    }

    /**
     * Reads a header that is not empty.
     *
     * @return in DER, not parsed, the client's own certificate first; empty: the client has none
     */
    abstract List<byte[]> read(String value) throws MalformedException;

    /** The name of its header, unless it is configured otherwise. */
    public String header() {
        return header;
    }

    /** As in settings. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The form of that name in settings. */
    public static Optional<CertificateForm> of(String text) {
        return Arrays.stream(values()).filter(form -> form.text().equals(text)).findFirst();
    }

    private static boolean isSame(byte[] one, byte[] other) {
        return MessageDigest.isEqual(one, other);
    }
}
