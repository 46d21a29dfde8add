package dev.countersign.jose;

import dev.countersign.auth.AuthenticatorContext;
import dev.countersign.auth.ReadableSecrets.ReadableSecret;
import dev.countersign.auth.Refusal;
import dev.countersign.auth.VerificationKey;
import dev.countersign.client.Client;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Finds what may have signed an assertion: registered public keys, or for the HMAC algorithms the client's secrets, and never the one for the other. Thread-safe. */
final class CandidateFinder {

    private final AuthenticatorContext context;
    private final SignatureCheck signatures;

    CandidateFinder(AuthenticatorContext context) {
        this.context = context;
        this.signatures = new SignatureCheck(context.signatures());
    }

    /** @throws dev.countersign.client.UnavailableException when keys or secrets cannot be had */
    Candidates find(Client client, JwsHeader header, JwsAlgorithm algorithm, Instant now) {
        return algorithm.family() == JwsAlgorithm.Family.HMAC
                ? secrets(client, algorithm)
                : keys(client, header, algorithm, now);
    }

    private Candidates secrets(Client client, JwsAlgorithm algorithm) {
        List<ReadableSecret> live = context.secrets().live(client);
        List<Candidate> longEnough = new ArrayList<>(live.size());
        for (ReadableSecret secret : live) {
            SecretCandidate candidate = new SecretCandidate(algorithm, secret);
            if (candidate.isLongEnough()) {
                longEnough.add(candidate);
            } else {
                candidate.close();
            }
        }
        Supplier<String> registered =
                () -> live.size() + " live secrets, " + longEnough.size() + " of them long enough";
        return longEnough.isEmpty()
                ? Candidates.none(live.isEmpty() ? Refusal.NO_LIVE_SECRET : Refusal.NO_SUCH_KEY, registered)
                : Candidates.of(longEnough, registered);
    }

    private Candidates keys(Client client, JwsHeader header, JwsAlgorithm algorithm, Instant now) {
        List<VerificationKey> registered = context.clientKeys().find(client, header.kid());
        FittingKeys fitting = FittingKeys.of(
                registered, header, algorithm, now, context.rules().expiredCertificates());
        if (fitting.keys().isEmpty()) {
            return Candidates.none(
                    fitting.outOfTime() ? Refusal.CERTIFICATE_NOT_VALID : Refusal.NO_SUCH_KEY,
                    () -> describe(registered, now));
        }
        List<Candidate> candidates = new ArrayList<>(fitting.keys().size());
        fitting.keys().forEach(key -> candidates.add(new KeyCandidate(signatures, algorithm, key)));
        return Candidates.of(candidates, () -> describe(registered, now));
    }

    private static String describe(List<VerificationKey> registered, Instant now) {
        return registered.isEmpty()
                ? "no key at all"
                : registered.stream()
                        .map(key -> KeyForm.describe(key.key())
                                + key.kid().map(kid -> ", kid " + kid).orElse(", without kid")
                                + key.algorithm().map(name -> ", for " + name).orElse("")
                                + key.notBefore()
                                        .filter(now::isBefore)
                                        .map(start -> ", valid from " + start + " on")
                                        .orElse("")
                                + key.notAfter()
                                        .filter(now::isAfter)
                                        .map(end -> ", expired " + end)
                                        .orElse(""))
                        .collect(Collectors.joining("; "));
    }
}
