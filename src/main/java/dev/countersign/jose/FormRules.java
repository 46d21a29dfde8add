package dev.countersign.jose;

import dev.countersign.auth.Refusal;
import dev.countersign.jws.JwsHeader;
import dev.countersign.keys.JwsAlgorithm;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The rules about the header, which need no key (RFC 7515, section 4.1; RFC 7518, section 3.1). */
final class FormRules {

    /** The {@code typ} for client authentication (draft-ietf-oauth-rfc7523bis). */
    static final String OWN_TYPE = "client-authentication+jwt";

    private static final Set<String> TYPES = Set.of("jwt", OWN_TYPE);

    private FormRules() {}

    static List<Rule> all() {
        return List.of(
                new Rule(
                        "extensions",
                        "Extensions that must be understood are refused, since none is known here, and so is a payload that is not encoded "
                                + "(RFC 7515, section 4.1.11; RFC 7797, section 7).",
                        FormRules::extensions,
                        examined -> "no crit, b64 not false",
                        examined -> shownExtensions(examined.header())),
                new Rule(
                        "type",
                        "A token that was made for something else must not be taken for a client's assertion (RFC 8725, section 3.11).",
                        FormRules::type,
                        examined -> "no typ, JWT or " + OWN_TYPE,
                        examined -> examined.header()
                                .type()
                                .map(AssertionExcerpt::text)
                                .orElse("no typ")),
                new Rule(
                        "algorithm",
                        "Only algorithms that are allowed here count, by their exact names (RFC 8725, section 3.1); none never does.",
                        FormRules::algorithm,
                        examined ->
                                String.join(", ", new TreeSet<>(examined.rules().algorithms())),
                        examined -> AssertionExcerpt.text(examined.header().algorithm())),
                new Rule(
                        "registered_algorithm",
                        "A client that is registered for one algorithm uses no other (token_endpoint_auth_signing_alg; RFC 7591, section 2).",
                        FormRules::registeredAlgorithm,
                        examined ->
                                AssertionProperties.algorithm(examined.client()).orElse("any that is allowed here"),
                        examined -> AssertionExcerpt.text(examined.header().algorithm())));
    }

    private static String shownExtensions(JwsHeader header) {
        if (!header.critical().isEmpty()) {
            return "crit: " + AssertionExcerpt.text(String.join(", ", header.critical()));
        }
        return header.encoded() ? "none" : "b64 is false";
    }

    private static Optional<Refusal> extensions(Examination examined) {
        JwsHeader header = examined.header();
        return Rule.refuseIf(!header.critical().isEmpty() || !header.encoded(), Refusal.MALFORMED_ASSERTION);
    }

    private static Optional<Refusal> type(Examination examined) {
        Optional<String> type = examined.header().typeName();
        return Rule.refuseIf(type.isPresent() && !TYPES.contains(type.get()), Refusal.MALFORMED_ASSERTION);
    }

    // Ed25519 and EdDSA are two names of one algorithm here: allowing one allows both.
    private static Optional<Refusal> algorithm(Examination examined) {
        Optional<JwsAlgorithm> used = examined.algorithm();
        boolean allowed = used.isPresent() && examined.allowed().contains(used.get());
        return Rule.refuseIf(!allowed, Refusal.ALGORITHM_NOT_ALLOWED);
    }

    private static Optional<Refusal> registeredAlgorithm(Examination examined) {
        Optional<String> registered = AssertionProperties.algorithm(examined.client());
        boolean other =
                registered.isPresent() && !JwsAlgorithm.named(registered.get()).equals(examined.algorithm());
        return Rule.refuseIf(other, Refusal.ALGORITHM_NOT_ALLOWED);
    }
}
