package dev.countersign.admin;

import dev.countersign.client.ClientCertificate;
import dev.countersign.client.ClientCertificate.Kind;
import dev.countersign.client.ClientId;
import dev.countersign.manage.ArchiveFormat;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Writes a registered public key as a file: PEM (RFC 7468) or DER. Stateless. */
final class CertificateDownload {

    /** In characters. */
    private static final int LINE_LENGTH = 64;

    private CertificateDownload() {}

    /**
     * @param format {@code pem} or {@code der}
     * @throws ProblemException when it is another format
     */
    static Answer answer(ClientId client, ClientCertificate certificate, String format) {
        byte[] der = Base64.getDecoder().decode(certificate.der());
        boolean bare = certificate.kind() == Kind.PUBLIC_KEY;
        return switch (format) {
            case "pem" -> Answer.file(200, ArchiveFormat.PEM.mediaType(), FileName.of(client, "pem"), pem(der, bare));
            // A bare key has no media type of its own (RFC 2585, section 4 knows certificates only).
            case "der" ->
                bare
                        ? Answer.file(200, "application/octet-stream", FileName.of(client, "der"), der)
                        : Answer.file(200, "application/pkix-cert", FileName.of(client, "cer"), der);
            default -> throw ProblemException.inField("format", "Must be pem or der.");
        };
    }

    private static byte[] pem(byte[] der, boolean bare) {
        String label = bare ? "PUBLIC KEY" : "CERTIFICATE";
        String base64 = Base64.getMimeEncoder(LINE_LENGTH, new byte[] {'\n'}).encodeToString(der);
        String text = "-----BEGIN " + label + "-----\n" + base64 + "\n-----END " + label + "-----\n";
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
