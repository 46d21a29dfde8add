package dev.countersign.x509;

import dev.countersign.keys.Sha256;
import java.io.IOException;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.PBEParameterSpec;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Set;
import org.bouncycastle.asn1.DERBMPString;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.CertBag;
import org.bouncycastle.asn1.pkcs.ContentInfo;
import org.bouncycastle.asn1.pkcs.EncryptedData;
import org.bouncycastle.asn1.pkcs.MacData;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.Pfx;
import org.bouncycastle.asn1.pkcs.SafeBag;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.DigestInfo;

/**
 * Writes PKCS #12 (RFC 7292, section 4): the key in one bag, the certificate in another, both encrypted by {@link
 * Pbes2}, under an HMAC with SHA-256. The alias is written unchanged; Java turns it into lower case when it reads, and
 * the alias that it looks up, too. Thread-safe.
 */
final class Pkcs12Writer implements ArchiveWriter {

    private final Pbes2 pbes2 = new Pbes2();

    @Override
    public byte[] write(NewKeyPair pair, ArchivePasswords passwords) throws GeneralSecurityException, IOException {
        ASN1Set attributes = attributes(pair);
        char[] password = passwords.store();
        byte[] safe = der(new DERSequence(
                new ASN1Encodable[] {certificate(pair, attributes, password), key(pair, attributes, password)}));
        return der(new Pfx(new ContentInfo(PKCSObjectIdentifiers.data, new DEROctetString(safe)), mac(safe, password)));
    }

    /** The name, and the id by which key and certificate find each other. */
    private static ASN1Set attributes(NewKeyPair pair) throws GeneralSecurityException {
        byte[] id = Sha256.of(pair.certificate().getEncoded());
        ASN1EncodableVector attributes = new ASN1EncodableVector();
        attributes.add(attribute(
                PKCSObjectIdentifiers.pkcs_9_at_friendlyName,
                new DERBMPString(pair.registered().alias())));
        attributes.add(attribute(PKCSObjectIdentifiers.pkcs_9_at_localKeyId, new DEROctetString(id)));
        return new DERSet(attributes);
    }

    private static DERSequence attribute(ASN1ObjectIdentifier type, ASN1Encodable value) {
        return new DERSequence(new ASN1Encodable[] {type, new DERSet(value)});
    }

    private ContentInfo certificate(NewKeyPair pair, ASN1Set attributes, char[] password)
            throws GeneralSecurityException, IOException {
        CertBag certificate = new CertBag(
                PKCSObjectIdentifiers.x509Certificate,
                new DEROctetString(pair.certificate().getEncoded()));
        byte[] bags = der(new DERSequence(new SafeBag(PKCSObjectIdentifiers.certBag, certificate, attributes)));
        Pbes2.Encrypted encrypted = pbes2.encrypt(bags, password);
        return new ContentInfo(
                PKCSObjectIdentifiers.encryptedData,
                new EncryptedData(PKCSObjectIdentifiers.data, encrypted.how(), encrypted.content()));
    }

    private ContentInfo key(NewKeyPair pair, ASN1Set attributes, char[] password)
            throws GeneralSecurityException, IOException {
        SafeBag key = new SafeBag(
                PKCSObjectIdentifiers.pkcs8ShroudedKeyBag,
                EncryptedKey.of(pair.privateKey(), password, pbes2),
                attributes);
        return new ContentInfo(PKCSObjectIdentifiers.data, new DEROctetString(der(new DERSequence(key))));
    }

    /** RFC 7292, section 5.1, with the key derivation of appendix B. */
    private MacData mac(byte[] safe, char[] password) throws GeneralSecurityException {
        byte[] salt = pbes2.random(Pbes2.SALT_LENGTH);
        Mac mac = Mac.getInstance("HmacPBESHA256");
        PBEKeySpec spec = new PBEKeySpec(password);
        try {
            mac.init(
                    SecretKeyFactory.getInstance("PBE").generateSecret(spec),
                    new PBEParameterSpec(salt, Pbes2.ITERATIONS));
        } finally {
            spec.clearPassword();
        }
        AlgorithmIdentifier hash = new AlgorithmIdentifier(NISTObjectIdentifiers.id_sha256, DERNull.INSTANCE);
        return new MacData(new DigestInfo(hash, mac.doFinal(safe)), salt, Pbes2.ITERATIONS);
    }

    private static byte[] der(ASN1Encodable value) throws IOException {
        return value.toASN1Primitive().getEncoded(ASN1Encoding.DER);
    }
}
