package dev.countersign.x509;

import dev.countersign.manage.KeyUpload;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.pkcs.CertificationRequest;

/**
 * Reads a request for a certificate, PKCS #10 (RFC 2986), PEM or DER. Its public key is accepted once its signature has
 * proved possession of the private key; the name that it requests is ignored. Stateless.
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

    private static ParsedKey key(byte[] der) throws IOException {
        ASN1Primitive parts = Der.read(der);
        CertificationRequest request = CertificationRequest.getInstance(parts);
        byte[] info =
                request.getCertificationRequestInfo().getSubjectPublicKeyInfo().getEncoded(ASN1Encoding.DER);
        ParsedKey key = ParsedKey.publicKey(info);
        byte[] signed = signed(ASN1Sequence.getInstance(parts), der);
        try {
            if (RequestSignature.verifies(
                    request.getSignatureAlgorithm(),
                    key.key(),
                    signed,
                    request.getSignature().getOctets())) {
                return key;
            }
        } catch (GeneralSecurityException e) {
            throw ImportProblem.ofFile("The signature of the request cannot be checked.", e);
        }
        throw ImportProblem.ofFile(
                "The request is not signed with its own key, so it does not prove possession of the private key: make it anew,"
                        + " openssl req -new -key CLIENT_KEY -out NEW_FILE, or bring the public key alone.");
    }

    /**
     * The bytes of the first part as they came, since the signature is over those: some tools leave a SET OF unsorted,
     * which is not DER (X.690, section 11.6). Anything else that is written in another way than DER writes it is
     * refused.
     */
    private static byte[] signed(ASN1Sequence parts, byte[] came) throws IOException {
        if (!MessageDigest.isEqual(parts.getEncoded(ASN1Encoding.DL), came)) {
            throw ImportProblem.ofFile(
                    "The request is not in DER. Make it anew: openssl req -new -key CLIENT_KEY -out NEW_FILE.");
        }
        return parts.getObjectAt(0).toASN1Primitive().getEncoded(ASN1Encoding.DL);
    }
}
