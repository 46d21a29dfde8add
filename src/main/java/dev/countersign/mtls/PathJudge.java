package dev.countersign.mtls;

import dev.countersign.auth.CertificateChain;
import dev.countersign.keys.MalformedDerException;
import dev.countersign.text.ShownText;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Judges a chain against the configured CAs and revocation lists; remembers nothing. Thread-safe. */
final class PathJudge {

    private static final int MAX_SHOWN = 500;

    private final AuthoritySet authorities;
    private final Optional<RevocationLists> lists;
    private final InstantSource clock;
    private final PathValidator validator = new PathValidator();

    PathJudge(AuthoritySet authorities, Optional<RevocationLists> lists, InstantSource clock) {
        this.authorities = authorities;
        this.lists = lists;
        this.clock = clock;
    }

    /** @param narrowing the hash of a key that must be on the path */
    PathJudgement judge(CertificateChain chain, Optional<String> narrowing) {
        List<X509Certificate> certificates;
        try {
            certificates = chain.certificates();
        } catch (MalformedDerException e) {
            return failed(Optional.empty(), PathStep.FORM, "a certificate is malformed: " + e.getMessage());
        }
        List<PathCertificate> presented =
                certificates.stream().map(PathCertificate::presented).toList();
        PathCertificate leaf = presented.get(0);
        Optional<X509Certificate> client = Optional.of(leaf.certificate());
        // A path from a CA to itself is empty, so that nothing on it would be checked.
        if (authorities.contains(leaf) || authorities.hasKeyOf(leaf)) {
            return failed(client, PathStep.USE, leaf.name() + " has the key of a CA, and is no client's certificate");
        }
        PathSearch search = new PathSearch(authorities, leaf, presented);
        List<List<PathCertificate>> paths = search.paths();
        if (paths.isEmpty()) {
            return failed(client, PathStep.PATH, notFound(leaf, search));
        }
        Instant now = clock.instant();
        PathJudgement best = judge(paths.get(0), narrowing, now);
        for (int i = 1; i < paths.size() && !best.isTrusted(); i++) {
            PathJudgement next = judge(paths.get(i), narrowing, now);
            best = next.isTrusted() || next.progress() > best.progress() ? next : best;
        }
        return best;
    }

    private String notFound(PathCertificate leaf, PathSearch search) {
        if (search.isExhausted()) {
            return "none among the first " + PathSearch.MAX_VERIFICATIONS + " signatures that were tried for "
                    + leaf.name();
        }
        String issuer = PathCertificate.shown(leaf.issuer());
        return authorities.named(leaf.issuer()).isEmpty()
                ? "none; " + leaf.name() + " was issued by " + issuer + ", which is no configured CA or leads to none"
                : "none; " + leaf.name() + " names the configured CA " + issuer
                        + " as its issuer, but that CA's key has not signed it, or leads to no root CA";
    }

    private PathJudgement judge(List<PathCertificate> path, Optional<String> narrowing, Instant now) {
        Optional<Finding> finding = outside(path, narrowing)
                .or(() -> finding(PathStep.STRENGTH, PathRules.strength(path)))
                .or(() -> finding(PathStep.DATES, PathRules.dates(path, now)))
                .or(() -> finding(PathStep.USE, PathRules.use(path)))
                .or(() -> finding(PathStep.USE, validator.problem(path, now)));
        Instant until = path.stream()
                .map(one -> one.certificate().getNotAfter().toInstant().plusSeconds(1))
                .min(Comparator.naturalOrder())
                .orElse(now);
        PathJudgement judged =
                new PathJudgement(Optional.of(path.get(0).certificate()), finding, Optional.empty(), text(path), until);
        return finding.isEmpty() && lists.isPresent() ? revocation(judged, path, lists.get()) : judged;
    }

    private static PathJudgement revocation(PathJudgement judged, List<PathCertificate> path, RevocationLists lists) {
        Instant until = judged.until();
        Optional<String> unknown = Optional.empty();
        for (int i = 0; i + 1 < path.size(); i++) {
            RevocationLists.Answer answer =
                    lists.ask(path.get(i + 1), path.get(i).certificate().getSerialNumber());
            if (answer instanceof RevocationLists.Answer.Revoked) {
                String found = path.get(i).name() + " was revoked by its CA "
                        + path.get(i + 1).name();
                return new PathJudgement(
                        judged.certificate(),
                        Optional.of(new Finding(PathStep.REVOCATION, found)),
                        Optional.empty(),
                        judged.path(),
                        until);
            }
            if (answer instanceof RevocationLists.Answer.Unknown one && unknown.isEmpty()) {
                unknown = Optional.of(one.reason());
            }
            if (answer instanceof RevocationLists.Answer.Good good
                    && good.until().isBefore(until)) {
                until = good.until();
            }
        }
        return new PathJudgement(judged.certificate(), Optional.empty(), unknown, judged.path(), until);
    }

    private static Optional<Finding> outside(List<PathCertificate> path, Optional<String> narrowing) {
        List<PathCertificate> issuers = path.subList(1, path.size());
        return narrowing
                .filter(hash -> issuers.stream().noneMatch(one -> one.keyHash().equals(hash)))
                .map(hash -> new Finding(
                        PathStep.AUTHORITY,
                        "none of the CAs " + text(issuers) + " has the public key with the hash "
                                + ShownText.of(hash)));
    }

    private static Optional<Finding> finding(PathStep step, Optional<String> problem) {
        return problem.map(text -> new Finding(step, text));
    }

    private static String text(List<PathCertificate> path) {
        return ShownText.of(
                path.stream().map(PathCertificate::name).collect(Collectors.joining(", issued by ")), MAX_SHOWN);
    }

    private static PathJudgement failed(Optional<X509Certificate> certificate, PathStep step, String found) {
        return new PathJudgement(certificate, Optional.of(new Finding(step, found)), Optional.empty(), "", Instant.MAX);
    }
}
