package dev.countersign.x509;

import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.pkcs.PBEParameter;
import org.bouncycastle.asn1.pkcs.PBES2Parameters;
import org.bouncycastle.asn1.pkcs.PKCS12PBEParams;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;

/**
 * Checks the iterations of an encrypted private key, although it is never decrypted: a file with one hostile part is
 * refused as a whole. Stateless.
 */
final class Pkcs12Iterations {

    /** PBES1 (RFC 8018, appendix A.3). */
    private static final String PBES1 = "1.2.840.113549.1.5.";

    private static final String OLDER = "1.2.840.113549.1.12.1.";

    private Pkcs12Iterations() {}

    /** @throws dev.countersign.manage.UnacceptableKeyException when that would cost too much */
    static void look(AlgorithmIdentifier algorithm) {
        ASN1ObjectIdentifier name = algorithm.getAlgorithm();
        if (name.equals(PKCSObjectIdentifiers.id_PBES2)) {
            KeyDerivation.of(
                    PBES2Parameters.getInstance(algorithm.getParameters()).getKeyDerivationFunc(),
                    0,
                    new DerivationBudget(1));
        } else if (name.getId().startsWith(OLDER)) {
            DerivationBudget.look(
                    PKCS12PBEParams.getInstance(algorithm.getParameters()).getIterations());
        } else if (name.getId().startsWith(PBES1)) {
            DerivationBudget.look(
                    PBEParameter.getInstance(algorithm.getParameters()).getIterationCount());
        }
    }
}
