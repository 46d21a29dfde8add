package dev.countersign.jose;

import dev.countersign.auth.Refusal;
import dev.countersign.jws.JwsHeader;
import java.util.List;
import java.util.Optional;

/** The rules about the signing key and the signature (RFC 7523, section 3, rule 9). Thread-safe. */
final class SignatureRules {

    private final CandidateFinder finder;

    SignatureRules(CandidateFinder finder) {
        this.finder = finder;
    }

    List<Rule> all() {
        return List.of(
                new Rule(
                        "key",
                        "Only keys and secrets that are registered for the client count; whatever the header brings along (jku, x5u, x5c, jwk) is ignored. "
                                + "A key must fit the algorithm by type, curve and size, and a kid must be one of the key set's. "
                                + "A certificate has to be valid now, unless the setting expiredCertificates is accept.",
                        this::key,
                        SignatureRules::wanted,
                        examined -> examined.candidates()
                                .map(found -> found.registered().get())
                                .orElse("not looked for, as the algorithm is unknown")),
                new Rule(
                        "signature",
                        "One of the keys or secrets that fit must verify the signature (RFC 7515, section 5.2). When none does, the private key is not the other half of the registered one, or the assertion was changed on its way.",
                        SignatureRules::signature,
                        examined -> "a signature by a registered key or secret",
                        SignatureExcerpt::of));
    }

    private Optional<Refusal> key(Examination examined) {
        if (examined.algorithm().isEmpty()) {
            return Optional.of(Refusal.NO_SUCH_KEY);
        }
        Candidates found = finder.find(
                examined.client(), examined.header(), examined.algorithm().get(), examined.now());
        examined.consider(found);
        return found.refusal();
    }

    private static Optional<Refusal> signature(Examination examined) {
        return Rule.refuseIf(!examined.findSigner(), Refusal.BAD_SIGNATURE);
    }

    private static String wanted(Examination examined) {
        JwsHeader header = examined.header();
        return "for " + AssertionExcerpt.text(header.algorithm())
                + header.kid().map(kid -> ", kid " + AssertionExcerpt.text(kid)).orElse("")
                + header.thumbprint()
                        .map(thumbprint -> ", x5t#S256 " + AssertionExcerpt.text(thumbprint))
                        .orElse("");
    }
}
