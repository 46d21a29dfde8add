package dev.countersign.jose;

import dev.countersign.auth.AssertionRules;
import dev.countersign.auth.AudiencePolicy;
import dev.countersign.client.Client;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One assertion while it is being judged, with what is to be held against it. Used by one thread; to be closed, since it may hold secrets. */
final class Examination implements AutoCloseable {

    private final SignedAssertion assertion;
    private final Client client;
    private final AssertionRules rules;
    private final Set<JwsAlgorithm> allowed;
    private final Instant now;
    private final Optional<JwsAlgorithm> algorithm;
    private @Nullable Candidates candidates;
    private @Nullable Candidate signer;

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

    /** Empty: nobody here knows it. */
    Optional<JwsAlgorithm> algorithm() {
        return algorithm;
    }

    /** The client's own policy or everybody's; an assertion of the type that was made for this is never meant for a token endpoint (draft-ietf-oauth-rfc7523bis). */
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

    /** Looks which of the candidates did sign it: of the secrets all are compared, whether one matched already or not. */
    boolean findSigner() {
        for (Candidate candidate :
                candidates().stream().flatMap(found -> found.list().stream()).toList()) {
            boolean isDone = signer != null && !(candidate instanceof SecretCandidate);
            if (!isDone && candidate.verifies(assertion.signingInput(), assertion.signature()) && signer == null) {
                signer = candidate;
            }
        }
        return signer != null;
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
