package dev.countersign.jose;

import dev.countersign.auth.AuthenticatorContext;
import dev.countersign.auth.ReadableSecrets;
import dev.countersign.client.Client;
import dev.countersign.jws.SignatureCheck;
import dev.countersign.jws.SignatureForm;
import dev.countersign.keys.JwsAlgorithm;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.Set;

/**
 * Makes every refusal of an assertion cost the same, whatever is registered for the client that it names, and whether
 * there is one (GEN-10): as many verifications as are ever made, of the type and size that the assertion's own header
 * and signature name. A signature of a form that no key could have made costs no verification, for any client.
 * Thread-safe.
 */
final class RefusalCost {

    /** As long as the secrets that the server generates. */
    private static final int SECRET_BYTES = 86;

    private final Set<JwsAlgorithm> allowed;
    private final ReadableSecrets secrets;
    private final SignatureCheck check;
    private final DecoyKeys keys;
    private final byte[] secret = new byte[SECRET_BYTES];

    RefusalCost(AuthenticatorContext context) {
        this.allowed = JwsAlgorithm.named(context.rules().algorithms());
        this.secrets = context.secrets();
        this.check = new SignatureCheck(context.signatures());
        this.keys = new DecoyKeys(context.signatures());
        new SecureRandom().nextBytes(secret);
    }

    /** Spends the full cost: no verification was made. */
    void spend(SignedAssertion refused) {
        spend(refused, Work.NONE);
    }

    /** Spends the difference between the full cost and the verifications that were made. */
    void spend(SignedAssertion refused, Work done) {
        Optional<JwsAlgorithm> algorithm =
                JwsAlgorithm.named(refused.header().algorithm()).filter(allowed::contains);
        if (algorithm.isEmpty()) {
            return;
        }
        if (algorithm.get().takesSecret()) {
            spendSecrets(algorithm.get(), refused, done);
        } else {
            spendKeys(algorithm.get(), refused, done);
        }
    }

    private void spendSecrets(JwsAlgorithm algorithm, SignedAssertion refused, Work done) {
        secrets.spend(Client.MAX_SECRETS - done.secretsRead());
        byte[] signature = refused.signature();
        if (SignatureForm.isPossible(algorithm, signature)) {
            for (int i = done.verifications(); i < Client.MAX_SECRETS; i++) {
                check.verifies(algorithm, secret, refused.signingInput(), signature);
            }
        }
    }

    private void spendKeys(JwsAlgorithm algorithm, SignedAssertion refused, Work done) {
        byte[] signature = refused.signature();
        if (SignatureForm.isPossible(algorithm, signature)) {
            for (int i = done.verifications(); i < FittingKeys.MAX_TRIED; i++) {
                check.verifies(algorithm, keys.of(algorithm, signature, i), refused.signingInput(), signature);
            }
        }
    }

    /** The verifications that were made for an assertion. */
    record Work(int secretsRead, int verifications) {

        static final Work NONE = new Work(0, 0);
    }
}
