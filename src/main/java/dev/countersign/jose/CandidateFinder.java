package dev.countersign.jose;

import dev.countersign.auth.AuthenticatorContext;
import dev.countersign.auth.KeyRemark;
import dev.countersign.auth.ReadableSecrets.ReadableSecret;
import dev.countersign.auth.Refusal;
import dev.countersign.auth.VerificationKey;
import dev.countersign.client.Client;
import dev.countersign.jws.JwsHeader;
import dev.countersign.jws.SignatureCheck;
import dev.countersign.keys.JwsAlgorithm;
import dev.countersign.keys.KeyType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Finds the keys that may have signed an assertion: registered public keys, or for the HMAC algorithms the client's
 * secrets. A public key is never used as an HMAC secret (algorithm confusion; RFC 8725, section 2.1). Thread-safe.
 */
final class CandidateFinder {

    private final AuthenticatorContext context;
    private final SignatureCheck signatures;

    CandidateFinder(AuthenticatorContext context) {
        this.context = context;
        this.signatures = new SignatureCheck(context.signatures());
    }

    /** @throws dev.countersign.client.UnavailableException when keys or secrets cannot be had */
    Candidates find(Client client, JwsHeader header, JwsAlgorithm algorithm, Instant now) {
        return algorithm.takesSecret() ? secrets(client, algorithm) : keys(client, header, algorithm, now);
    }

    private Candidates secrets(Client client, JwsAlgorithm algorithm) {
        List<ReadableSecret> live = context.secrets().live(client);
        List<Candidate> longEnough = new ArrayList<>(live.size());
        for (ReadableSecret secret : live) {
            SecretCandidate candidate = new SecretCandidate(signatures, algorithm, secret);
            if (candidate.isLongEnough()) {
                longEnough.add(candidate);
            } else {
                candidate.close();
            }
        }
        Supplier<String> registered = () -> live.size() + " live secrets, " + longEnough.size()
                + " of them long enough (" + algorithm.registeredName() + " needs at least "
                + algorithm.hashBits() / Byte.SIZE + " characters)";
        Refusal otherwise = live.isEmpty() ? Refusal.NO_LIVE_SECRET : Refusal.NO_SUCH_KEY;
        return Candidates.ofSecrets(longEnough, otherwise, live.size(), registered);
    }

    private Candidates keys(Client client, JwsHeader header, JwsAlgorithm algorithm, Instant now) {
        List<VerificationKey> registered = context.clientKeys().find(client, header.kid());
        FittingKeys fitting = FittingKeys.of(
                registered, header, algorithm, now, context.rules().expiredCertificates());
        List<Candidate> candidates = new ArrayList<>(fitting.keys().size());
        fitting.keys()
                .forEach(key -> candidates.add(new KeyCandidate(signatures, algorithm, key.key(), key.credentialId())));
        Refusal otherwise = fitting.outOfTime() ? Refusal.CERTIFICATE_NOT_VALID : Refusal.NO_SUCH_KEY;
        return Candidates.ofKeys(
                candidates,
                otherwise,
                fitting.notTried(),
                () -> describe(registered, now, context.clientKeys().remarks(client)));
    }

    private static String describe(List<VerificationKey> registered, Instant now, List<KeyRemark> remarks) {
        String keys = AssertionExcerpt.text(
                registered.isEmpty()
                        ? "no key at all"
                        : registered.stream().map(key -> describe(key, now)).collect(Collectors.joining("; ")));
        return remarks.isEmpty() ? keys : keys + ". " + KeyRemark.sentences(remarks);
    }

    private static String describe(VerificationKey key, Instant now) {
        return KeyType.of(key.key()).map(KeyType::toString).orElse(key.key().getAlgorithm())
                + key.kid().map(kid -> ", kid " + kid).orElse(", without kid")
                + key.algorithm().map(name -> ", for " + name).orElse("")
                + key.notBefore()
                        .filter(now::isBefore)
                        .map(start -> ", valid from " + start + " on")
                        .orElse("")
                + key.notAfter()
                        .filter(now::isAfter)
                        .map(end -> ", expired " + end)
                        .orElse("")
                + key.expiresAt()
                        .filter(end -> !key.liveAt(now))
                        .map(end -> ", replaced by a newer one, ended " + end)
                        .orElse("");
    }
}
