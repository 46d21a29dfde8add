package dev.countersign.admin;

import dev.countersign.auth.BusyException;
import dev.countersign.auth.Secret;
import dev.countersign.client.ClientCertificate;
import dev.countersign.client.ClientCertificate.Kind;
import dev.countersign.manage.ImportFormat;
import dev.countersign.manage.KeyImporter;
import dev.countersign.manage.KeyUpload;
import dev.countersign.manage.UnacceptableKeyException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * A registered key as text (RFC 7468), in the member {@code pem} of a list of certificates. Thread-safe.
 *
 * @param importer reads it
 */
record KeyPem(KeyImporter importer) {

    static final String MEMBER = "pem";

    /** More than an acceptable key or certificate has. */
    private static final int MAX_CHARS = 100_000;

    private static final int LINE_CHARS = 64;

    /** An expired certificate is no reason to refuse a list, which was right when it was written. */
    ClientCertificate read(JsonMembers members) {
        String pem = members.lines(MEMBER, MAX_CHARS).orElseThrow(() -> ProblemException.inField(MEMBER, "Required."));
        ImportFormat format =
                pem.contains("CERTIFICATE-----") ? ImportFormat.CERTIFICATE_PEM : ImportFormat.PUBLIC_KEY_PEM;
        try (KeyUpload upload = new KeyUpload(
                format, new Secret(pem.getBytes(StandardCharsets.UTF_8)), Optional.empty(), Optional.empty(), true)) {
            List<ClientCertificate> keys = importer.read(upload).keys();
            if (keys.size() != 1) {
                throw ProblemException.inField(MEMBER, "Must be one certificate or one public key.");
            }
            return keys.get(0);
        } catch (UnacceptableKeyException e) {
            throw ProblemException.inField(MEMBER, String.valueOf(e.getMessage()));
        } catch (BusyException e) {
            throw ProblemException.inField(MEMBER, "Cannot be read now: " + e.getMessage());
        }
    }

    static String write(ClientCertificate key) {
        String label = key.kind() == Kind.CERTIFICATE ? "CERTIFICATE" : "PUBLIC KEY";
        String body = Base64.getMimeEncoder(LINE_CHARS, new byte[] {'\n'})
                .encodeToString(Base64.getDecoder().decode(key.der()));
        return "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n";
    }
}
