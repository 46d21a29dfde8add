package dev.countersign.keys;

import dev.countersign.text.CanonicalBase64;
import dev.countersign.text.MalformedException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The certificates in a PEM text (RFC 7468), such as a client's and those after it. Text between them and blocks of
 * other kinds are passed over. Stateless.
 */
public final class PemCertificates {

    private static final String BEGIN = "-----BEGIN CERTIFICATE-----";
    private static final String END = "-----END CERTIFICATE-----";
    private static final Pattern BLANKS = Pattern.compile("\\s+");

    private PemCertificates() {}

    /**
     * The certificates in DER, in their order, not parsed yet.
     *
     * @param pem bounded by the caller
     * @throws MalformedDerException when there is none, or a block is cut off or no Base64
     */
    public static List<byte[]> read(String pem) throws MalformedDerException {
        List<byte[]> certificates = new ArrayList<>();
        for (int begin = pem.indexOf(BEGIN); begin >= 0; ) {
            int content = begin + BEGIN.length();
            int end = pem.indexOf("-----", content);
            if (end < 0 || !pem.startsWith(END, end)) {
                throw new MalformedDerException("a certificate has no end: the line " + END + " is missing");
            }
            certificates.add(decoded(pem.substring(content, end)));
            begin = pem.indexOf(BEGIN, end + END.length());
        }
        if (certificates.isEmpty()) {
            throw new MalformedDerException("there is no certificate in PEM: the line " + BEGIN + " is missing");
        }
        return certificates;
    }

    private static byte[] decoded(String base64) throws MalformedDerException {
        try {
            return CanonicalBase64.STANDARD.decode(BLANKS.matcher(base64).replaceAll(""));
        } catch (MalformedException e) {
            throw new MalformedDerException("between the lines of PEM there is something else than Base64", e);
        }
    }
}
