package dev.countersign.http;

import dev.countersign.text.CanonicalBase64;
import dev.countersign.text.MalformedException;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads PEM (RFC 7468) as proxies write it into a header: certificates alone, with nothing around them. Stateless.
 */
final class CertificateText {

    private static final String BEGIN = "-----BEGIN CERTIFICATE-----";
    private static final String END = "-----END CERTIFICATE-----";

    private CertificateText() {}

    /** @throws MalformedException when it is not exactly one certificate */
    static List<byte[]> one(String pem, char lineEnd) throws MalformedException {
        List<byte[]> certificates = several(pem, lineEnd);
        if (certificates.size() > 1) {
            throw new MalformedException("there are several certificates where one is expected");
        }
        return certificates;
    }

    /**
     * @param lineEnd what stands for the end of a line; after the last one it may be missing
     * @return in DER, not parsed; one at least
     * @throws MalformedException when it is anything else than certificates
     */
    static List<byte[]> several(String pem, char lineEnd) throws MalformedException {
        List<byte[]> certificates = new ArrayList<>(2);
        int at = 0;
        while (at < pem.length()) {
            if (!pem.startsWith(BEGIN, at)) {
                throw new MalformedException("a PEM certificate does not begin with its first line");
            }
            int end = pem.indexOf(END, at);
            if (end < 0) {
                throw new MalformedException("a PEM certificate has no last line");
            }
            certificates.add(CanonicalBase64.STANDARD.decode(lines(pem, at + BEGIN.length(), end, lineEnd)));
            at = end + END.length();
            if (at < pem.length() && pem.charAt(at) == lineEnd) {
                at++;
            }
        }
        if (certificates.isEmpty()) {
            throw new MalformedException("there is no PEM certificate");
        }
        return certificates;
    }

    /** The lines in one; each of them, the first and the last too, is ended. */
    private static String lines(String pem, int from, int to, char lineEnd) throws MalformedException {
        if (to - from < 3 || pem.charAt(from) != lineEnd || pem.charAt(to - 1) != lineEnd) {
            throw new MalformedException("a PEM certificate is not on lines of its own");
        }
        StringBuilder base64 = new StringBuilder(to - from);
        int at = from + 1;
        while (at < to) {
            int next = pem.indexOf(lineEnd, at);
            if (next == at) {
                throw new MalformedException("a PEM certificate has an empty line");
            }
            base64.append(pem, at, next);
            at = next + 1;
        }
        return base64.toString();
    }
}
