package dev.countersign.x509;

import dev.countersign.auth.KeyUpload;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.pkcs.CertificationRequest;

/**
 * Reads a request for a certificate, PKCS #10 (RFC 2986), PEM or DER. Its public key counts once its signature has shown that its owner has the private one; what
 * name it asks for does not. Stateless.
 */
final class CertificateRequestFile implements KeyFile {

    @Override
    public FileContents read(KeyUpload upload) throws IOException {
        byte[] content = upload.content().bytes();
        if (!PemText.isPem(content)) {
            return FileContents.of(key(content), false);
        }
        List<PemBlock> blocks = PemText.blocks(content);
        PemBlock sole = SoleBlock.of(blocks, "CERTIFICATE REQUEST", "NEW CERTIFICATE REQUEST");
        return FileContents.of(key(sole.der()), blocks.stream().anyMatch(PemBlock::isPrivate));
    }

    private static FoundKey key(byte[] der) throws IOException {
        CertificationRequest request = CertificationRequest.getInstance(Der.read(der));
        // What is signed is the encoding, so there is only the one.
        if (!MessageDigest.isEqual(request.getEncoded(ASN1Encoding.DER), der)) {
            throw Complaint.ofFile("The request is not in DER.");
        }
        byte[] info =
                request.getCertificationRequestInfo().getSubjectPublicKeyInfo().getEncoded(ASN1Encoding.DER);
        PublicKey key = PublicKeys.read(info);
        byte[] signed = request.getCertificationRequestInfo().getEncoded(ASN1Encoding.DER);
        try {
            if (RequestSignature.verifies(
                    request.getSignatureAlgorithm(),
                    key,
                    signed,
                    request.getSignature().getOctets())) {
                return FoundKey.publicKey(info);
            }
        } catch (GeneralSecurityException e) {
            throw Complaint.ofFile("The signature of the request cannot be checked.", e);
        }
        throw Complaint.ofFile(
                "The request is not signed with its own key, so nothing shows that whoever made it has the private one.");
    }
}
