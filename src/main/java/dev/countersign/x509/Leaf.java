package dev.countersign.x509;

import dev.countersign.auth.UnacceptableKeyException;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.SignatureException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Finds the client's own certificate in a chain, in whatever order it comes: the one that issued none of the others. Stateless. */
final class Leaf {

    /** A chain has two or three; the time to find the leaf grows with the square. */
    static final int MOST_CERTIFICATES = 20;

    private Leaf() {}

    /** @throws UnacceptableKeyException when there is none, or more than one */
    static byte[] of(List<byte[]> ders) {
        if (ders.isEmpty()) {
            throw Complaint.ofFile("There is no certificate in the file.");
        }
        if (ders.size() > MOST_CERTIFICATES) {
            throw Complaint.ofFile("There are " + ders.size() + " certificates; a chain has at most "
                    + MOST_CERTIFICATES + ". The client's own will do.");
        }
        if (ders.size() == 1) {
            return ders.get(0);
        }
        Set<X509Certificate> chain = new LinkedHashSet<>();
        ders.forEach(der -> chain.add(Certificates.read(der)));
        List<X509Certificate> leaves = chain.stream()
                .filter(certificate -> chain.stream().noneMatch(other -> issued(certificate, other)))
                .toList();
        if (leaves.size() != 1) {
            throw Complaint.ofFile(
                    "It is not clear which certificate is the client's: there should be one that issued none of the others, but "
                            + leaves.size() + " of " + chain.size() + " are such. The client's own will do.");
        }
        try {
            return leaves.get(0).getEncoded();
        } catch (CertificateException e) {
            throw Complaint.ofFile("This is no certificate that can be read.", e);
        }
    }

    private static boolean issued(X509Certificate issuer, X509Certificate other) {
        return !issuer.equals(other)
                && issuer.getSubjectX500Principal().equals(other.getIssuerX500Principal())
                && isSignedWithKeyOf(other, issuer);
    }

    /** Certificates may share a name, such as those of before and after a renewal. */
    private static boolean isSignedWithKeyOf(X509Certificate certificate, X509Certificate issuer) {
        try {
            // Through our own reader: a key that is monstrous would cost a monstrous time.
            PublicKey key = PublicKeys.read(issuer.getPublicKey().getEncoded());
            certificate.verify(key, BouncyCastle.PROVIDER);
            return true;
        } catch (UnacceptableKeyException | NoSuchAlgorithmException e) {
            // Nobody here can tell, so the name decides.
            return true;
        } catch (InvalidKeyException | SignatureException | CertificateException e) {
            return false;
        }
    }
}
