package dev.countersign.mtls;

import dev.countersign.auth.CertificatePaths.Authority;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import javax.security.auth.x500.X500Principal;

/** The CAs that are configured, by name. Thread-safe. */
final class AuthoritySet {

    private final List<PathCertificate> all;
    private final Map<X500Principal, List<PathCertificate>> bySubject;

    /** Their own signatures are verified once in the life of the server. */
    private final Map<PathCertificate, List<PathCertificate>> issuers = new ConcurrentHashMap<>();

    AuthoritySet(List<PathCertificate> all) {
        this.all = List.copyOf(all);
        this.bySubject = all.stream()
                .collect(Collectors.groupingBy(PathCertificate::subject, HashMap::new, Collectors.toList()));
    }

    List<PathCertificate> all() {
        return all;
    }

    List<PathCertificate> named(X500Principal subject) {
        return bySubject.getOrDefault(subject, List.of());
    }

    /** Which of them have signed this one of them. */
    List<PathCertificate> issuersOf(PathCertificate authority) {
        return issuers.computeIfAbsent(
                authority,
                child -> named(child.issuer()).stream()
                        .filter(candidate -> !candidate.equals(child) && child.isIssuedBy(candidate))
                        .toList());
    }

    boolean contains(PathCertificate certificate) {
        return named(certificate.subject()).contains(certificate);
    }

    boolean hasKeyOf(PathCertificate certificate) {
        return all.stream().anyMatch(authority -> authority.keyHash().equals(certificate.keyHash()));
    }

    List<Authority> shown() {
        return all.stream()
                .map(authority -> new Authority(
                        authority.keyHash(),
                        authority.subject().getName(),
                        authority.isAnchor(),
                        authority.certificate().getNotAfter().toInstant()))
                .toList();
    }
}
