package dev.countersign.mtls;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What was found about a client's certificate. Neither a finding nor something unknown: it is trusted. Immutable.
 *
 * @param certificate the client's own; empty: it cannot be read
 * @param finding the rule that is broken
 * @param unknown why revocation cannot be told
 * @param path the names on the path that was found, for people; empty: none
 * @param until when the first date on the path is over; counts for what is trusted
 */
record PathJudgement(
        Optional<X509Certificate> certificate,
        Optional<Finding> finding,
        Optional<String> unknown,
        String path,
        Instant until) {

    private static final List<PathStep> STEPS = List.of(PathStep.values());

    boolean isTrusted() {
        return finding.isEmpty() && unknown.isEmpty();
    }

    /** How far it came: a path that came farther is the one to tell about. */
    int progress() {
        // An unknown answer could still become good.
        return finding.map(found -> STEPS.indexOf(found.step())).orElse(STEPS.size());
    }
}
