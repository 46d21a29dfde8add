package dev.countersign.jose;

import dev.countersign.auth.AssertionRules;
import dev.countersign.auth.AudiencePolicy;
import dev.countersign.client.Client;
import dev.countersign.jws.JwsHeader;
import dev.countersign.keys.JwsAlgorithm;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One assertion while it is being judged, with the rules, the client and the candidate keys that it is checked against.
 * Used by one thread; to be closed, since it may hold secrets.
 */
final class Examination implements AutoCloseable {

    private final SignedAssertion assertion;
    private final Client client;
    private final AssertionRules rules;
    private final Set<JwsAlgorithm> allowed;
    private final Instant now;
    private final Optional<JwsAlgorithm> algorithm;
    private @Nullable Candidates candidates;
    private @Nullable Candidate signer;
    private int verifications;

    /** @param allowed the algorithms of the rules */
    Examination(
            SignedAssertion assertion, Client client, AssertionRules rules, Set<JwsAlgorithm> allowed, Instant now) {
        this.assertion = assertion;
        this.client = client;
        this.rules = rules;
        this.allowed = allowed;
        this.now = now;
        this.algorithm = JwsAlgorithm.named(assertion.header().algorithm());
    }

    JwsHeader header() {
        return assertion.header();
    }

    Claims claims() {
        return assertion.claims();
    }

    Client client() {
        return client;
    }

    AssertionRules rules() {
        return rules;
    }

    Set<JwsAlgorithm> allowed() {
        return allowed;
    }

    Instant now() {
        return now;
    }

    /** Empty: it is not supported. */
    Optional<JwsAlgorithm> algorithm() {
        return algorithm;
    }

    /**
     * The client's own policy, or else the configured one; an assertion of type {@code client-authentication+jwt} never
     * names a token endpoint as its audience (draft-ietf-oauth-rfc7523bis).
     */
    AudiencePolicy audiencePolicy() {
        AudiencePolicy policy = AssertionProperties.audiencePolicy(client).orElse(rules.audience());
        boolean typed = header().typeName().equals(Optional.of(FormRules.OWN_TYPE));
        return typed && policy == AudiencePolicy.LEGACY ? AudiencePolicy.ISSUER : policy;
    }

    /** What may have signed it. */
    void consider(Candidates found) {
        candidates = found;
    }

    Optional<Candidates> candidates() {
        return Optional.ofNullable(candidates);
    }

    /**
     * Finds the candidate that signed it. All secrets are compared, also after a match, so that the time does not tell
     * which one matched.
     */
    boolean findSigner() {
        for (Candidate candidate :
                candidates().stream().flatMap(found -> found.list().stream()).toList()) {
            boolean isDone = signer != null && !(candidate instanceof SecretCandidate);
            if (!isDone && candidate.isPossible(assertion.signature())) {
                verifications++;
                if (candidate.verifies(assertion.signingInput(), assertion.signature()) && signer == null) {
                    signer = candidate;
                }
            }
        }
        return signer != null;
    }

    /** Whether {@link #findSigner} has found one. */
    boolean isSigned() {
        return signer != null;
    }

    byte[] signature() {
        return assertion.signature();
    }

    byte[] signingInput() {
        return assertion.signingInput();
    }

    /** The number of verifications so far, which the cost of a refusal is balanced with. */
    RefusalCost.Work work() {
        return new RefusalCost.Work(candidates == null ? 0 : candidates.secretsRead(), verifications);
    }

    Optional<String> credentialId() {
        return signer == null ? Optional.empty() : signer.credentialId();
    }

    @Override
    public void close() {
        if (candidates != null) {
            candidates.list().forEach(Candidate::close);
        }
    }
}
