package dev.countersign.mtls;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds the paths from a client's certificate to an anchor, by name and signature only, the shortest first. What was
 * presented may stand in any order and with anything between.
 *
 * <p>Signatures are verified from the configured CAs downwards, so that certificates of a stranger, however they sign
 * one another, never lead to more than one try for each of them and each CA of that name. The JDK's builder starts at
 * the other end, among the stranger's certificates, has no limit for signatures, and does not look for a path through a
 * certain CA. Not thread-safe.
 */
final class PathSearch {

    /** Certificates between the client's and the anchor's, and these two. */
    static final int MAX_LENGTH = 10;

    /** Of one search. A path of greatest length takes nine. */
    static final int MAX_VERIFICATIONS = 40;

    static final int MAX_PATHS = 16;

    /** Bounds the search among certificates that a CA did sign. */
    private static final int MAX_STEPS = 2_000;

    private final AuthoritySet authorities;
    private final PathCertificate leaf;
    private final Set<PathCertificate> presented;

    /** By certificate: those that have signed it, but for what the configured ones are to one another. */
    private final Map<PathCertificate, Set<PathCertificate>> issuers = new HashMap<>();

    private final List<List<PathCertificate>> paths = new ArrayList<>();
    private int verifications;
    private int steps;

    PathSearch(AuthoritySet authorities, PathCertificate leaf, List<PathCertificate> others) {
        this.authorities = authorities;
        this.leaf = leaf;
        this.presented = new LinkedHashSet<>(others);
        // A configured one is known better, and would be a loop.
        this.presented.removeIf(other -> other.equals(leaf) || authorities.contains(other));
    }

    /** At most {@link #MAX_PATHS}, the shortest first. */
    List<List<PathCertificate>> paths() {
        reach();
        Deque<PathCertificate> path = new ArrayDeque<>();
        path.add(leaf);
        extend(path);
        paths.sort(Comparator.comparingInt(List::size));
        return paths.stream().limit(MAX_PATHS).toList();
    }

    /** How many signatures were verified. */
    int verifications() {
        return verifications;
    }

    /** Whether there was more than is looked at. */
    boolean isExhausted() {
        return verifications >= MAX_VERIFICATIONS || steps >= MAX_STEPS;
    }

    /** From the CAs downwards, as far as signatures lead. */
    private void reach() {
        Set<PathCertificate> related = related();
        Set<PathCertificate> reached = new LinkedHashSet<>();
        Set<List<PathCertificate>> tried = new LinkedHashSet<>();
        boolean grows = true;
        while (grows) {
            grows = false;
            for (PathCertificate child : related) {
                List<PathCertificate> candidates =
                        new ArrayList<>(authorities.contains(child) ? List.of() : authorities.named(child.issuer()));
                reached.stream().filter(one -> one.isNamedAsIssuerOf(child)).forEach(candidates::add);
                for (PathCertificate issuer : candidates) {
                    if (!issuer.equals(child) && tried.add(List.of(child, issuer)) && isSigned(child, issuer)) {
                        issuers.computeIfAbsent(child, any -> new LinkedHashSet<>())
                                .add(issuer);
                        grows |= presented.contains(child) && reached.add(child);
                    }
                }
            }
        }
    }

    /** The client's, and those whose names may lead from it to a CA. */
    private Set<PathCertificate> related() {
        Set<PathCertificate> related = new LinkedHashSet<>();
        Deque<PathCertificate> next = new ArrayDeque<>(List.of(leaf));
        while (!next.isEmpty()) {
            PathCertificate child = next.remove();
            if (related.add(child)) {
                presented.stream().filter(one -> one.isNamedAsIssuerOf(child)).forEach(next::add);
                next.addAll(authorities.named(child.issuer()));
            }
        }
        return related;
    }

    private boolean isSigned(PathCertificate child, PathCertificate issuer) {
        if (verifications >= MAX_VERIFICATIONS) {
            return false;
        }
        verifications++;
        return child.isIssuedBy(issuer);
    }

    /** Depth first; a path never has a CA twice, whichever of its certificates. */
    private void extend(Deque<PathCertificate> path) {
        PathCertificate last = path.getLast();
        if (last.isAnchor()) {
            paths.add(List.copyOf(path));
            return;
        }
        if (path.size() == MAX_LENGTH) {
            return;
        }
        for (PathCertificate issuer : issuersOf(last)) {
            if (++steps >= MAX_STEPS) {
                return;
            }
            if (path.stream().noneMatch(issuer::hasNameAndKeyOf)) {
                path.addLast(issuer);
                extend(path);
                path.removeLast();
            }
        }
    }

    private List<PathCertificate> issuersOf(PathCertificate child) {
        List<PathCertificate> all = new ArrayList<>(issuers.getOrDefault(child, Set.of()));
        if (authorities.contains(child)) {
            all.addAll(authorities.issuersOf(child));
        }
        return all;
    }
}
