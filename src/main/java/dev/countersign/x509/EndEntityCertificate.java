package dev.countersign.x509;

import dev.countersign.manage.UnacceptableKeyException;
import java.security.GeneralSecurityException;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Finds the client's own certificate in a chain, in any order: the one that issued none of the others. Stateless. */
final class EndEntityCertificate {

    /** A chain has two or three; the time to find the leaf grows with the square. */
    static final int MAX_CERTIFICATES = 20;

    private EndEntityCertificate() {}

    /** @throws UnacceptableKeyException when there is none, or more than one */
    static ParsedKey of(List<byte[]> ders) {
        if (ders.isEmpty()) {
            throw ImportProblem.ofFile("There is no certificate in the file.");
        }
        if (ders.size() > MAX_CERTIFICATES) {
            throw ImportProblem.ofFile("There are " + ders.size() + " certificates; a chain has at most "
                    + MAX_CERTIFICATES + ". The client's own is enough.");
        }
        if (ders.size() == 1) {
            return ParsedKey.certificate(ders.get(0));
        }
        Set<X509Certificate> chain = new LinkedHashSet<>();
        ders.forEach(der -> chain.add(ParsedKey.platformCertificate(der)));
        List<X509Certificate> leaves = chain.stream()
                .filter(certificate -> chain.stream().noneMatch(other -> issued(certificate, other)))
                .toList();
        if (leaves.size() != 1) {
            throw ImportProblem.ofFile(
                    "It is not clear which certificate is the client's: there should be one that issued none of the others, but "
                            + leaves.size() + " of " + chain.size() + " are such. The client's own is enough.");
        }
        return ParsedKey.certificate(leaves.get(0));
    }

    private static boolean issued(X509Certificate issuer, X509Certificate other) {
        return !issuer.equals(other)
                && issuer.getSubjectX500Principal().equals(other.getIssuerX500Principal())
                && isSignedWithKeyOf(other, issuer);
    }

    /** Certificates may share a name, such as those of before and after a renewal. */
    private static boolean isSignedWithKeyOf(X509Certificate certificate, X509Certificate issuer) {
        try {
            // By PublicKeys, which refuses oversized keys: verifying with one would take very long.
            PublicKey key = PublicKeys.read(issuer.getPublicKey().getEncoded());
            PssSignature.verify(certificate, key);
            return true;
        } catch (UnacceptableKeyException | NoSuchAlgorithmException e) {
            // The key or the algorithm is not supported, so that the names alone decide.
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
