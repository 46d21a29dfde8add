package dev.countersign.x509;

import dev.countersign.keys.RsaKeyRule;
import dev.countersign.manage.KeyUpload;
import java.io.IOException;
import java.util.List;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSAPublicKey;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;

/**
 * Reads a bare public key, in PEM or DER: SubjectPublicKeyInfo (RFC 5280, section 4.1.2.7), or PKCS #1 (RFC 8017,
 * appendix A.1.1). Stateless.
 */
final class PublicKeyFile implements KeyFile {

    /** Of a number that was not chosen in order to be taken for a prime; a composite one costs one round. */
    private static final int PRIME_CERTAINTY = 10;

    @Override
    public FileContents read(KeyUpload upload) throws IOException {
        byte[] content = upload.content().bytes();
        if (!PemText.isPem(content)) {
            return FileContents.of(ParsedKey.publicKey(isPkcs1(content) ? info(content) : content), false);
        }
        List<PemBlock> blocks = PemText.blocks(content);
        PemBlock sole = SoleBlock.of(blocks, "PUBLIC KEY", "RSA PUBLIC KEY");
        byte[] der = sole.label().equals("RSA PUBLIC KEY") ? info(sole.der()) : sole.der();
        return FileContents.of(ParsedKey.publicKey(der), blocks.stream().anyMatch(PemBlock::isPrivate));
    }

    private static boolean isPkcs1(byte[] der) throws IOException {
        return Der.read(der) instanceof ASN1Sequence parts
                && parts.size() == 2
                && parts.getObjectAt(0) instanceof ASN1Integer;
    }

    private static byte[] info(byte[] pkcs1) throws IOException {
        RSAPublicKey key = RSAPublicKey.getInstance(Der.read(pkcs1));
        // Parameters of Diffie-Hellman have the same form (PKCS #3): anyone could sign under a modulus that is prime.
        if (key.getModulus().bitLength() <= RsaKeyRule.MAX_MODULUS_BITS
                && key.getModulus().isProbablePrime(PRIME_CERTAINTY)) {
            throw FileKind.PARAMETERS.refusal();
        }
        return new SubjectPublicKeyInfo(
                        new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE), key)
                .getEncoded();
    }
}
