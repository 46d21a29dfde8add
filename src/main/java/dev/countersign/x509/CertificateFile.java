package dev.countersign.x509;

import dev.countersign.manage.KeyUpload;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Sequence;

/** Reads a certificate or a chain of them, in PEM (RFC 7468), DER or PKCS #7. Stateless. */
final class CertificateFile implements KeyFile {

    @Override
    public FileContents read(KeyUpload upload) throws IOException {
        byte[] content = upload.content().bytes();
        if (!PemText.isPem(content)) {
            return FileContents.of(EndEntityCertificate.of(ofDer(content)), false);
        }
        List<PemBlock> blocks = PemText.blocks(content);
        List<byte[]> certificates = new ArrayList<>();
        for (PemBlock block : blocks) {
            if (block.counts()) {
                certificates.addAll(ofBlock(block));
            }
        }
        return FileContents.of(
                EndEntityCertificate.of(certificates), blocks.stream().anyMatch(PemBlock::isPrivate));
    }

    private static List<byte[]> ofBlock(PemBlock block) throws IOException {
        return switch (block.label()) {
            case "CERTIFICATE", "X509 CERTIFICATE" -> List.of(block.der());
            case "PKCS7", "CMS" -> CertificateBundle.read(block.der());
            case "TRUSTED CERTIFICATE" ->
                throw ImportProblem.ofFile(
                        "This is OpenSSL's own form of certificate, with its trust settings. Wanted is the usual one: openssl"
                                + " x509 -in FILE -out NEW_FILE.");
            default ->
                throw ImportProblem.ofFile("The PEM block " + block.label()
                        + " has no place in a chain of certificates. Wanted are CERTIFICATE blocks"
                        + " alone: openssl x509 -in FILE -out NEW_FILE writes the first one.");
        };
    }

    private static List<byte[]> ofDer(byte[] content) throws IOException {
        boolean isBundle = Der.read(content) instanceof ASN1Sequence parts
                && parts.size() > 0
                && parts.getObjectAt(0) instanceof ASN1ObjectIdentifier;
        return isBundle ? CertificateBundle.read(content) : List.of(content);
    }
}
