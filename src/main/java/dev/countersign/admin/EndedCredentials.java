package dev.countersign.admin;

import dev.countersign.client.ReplaceableCredential;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A client's secrets or keys that have ended: they are kept, so that an administrator sees when they ended, but only
 * while there is room. Stateless.
 */
final class EndedCredentials {

    private EndedCredentials() {}

    /**
     * Those that are removed when others are added, the longest ended ones first.
     *
     * @param most how many a client may have
     * @return fewer than are needed where not so many have ended
     */
    static <C extends ReplaceableCredential<C>> List<C> forRoom(List<C> present, int added, int most, Instant now) {
        return present.stream()
                .filter(credential -> !credential.liveAt(now))
                .sorted(Comparator.comparing(
                        credential -> credential.expiresAt().orElse(Instant.MAX)))
                .limit(Math.max(0, present.size() + added - most))
                .toList();
    }

    /** For the audit trail, behind what was added; empty: none is removed. */
    static String detail(List<? extends ReplaceableCredential<?>> removed) {
        return removed.isEmpty()
                ? ""
                : "; removed for room, as ended: "
                        + removed.stream().map(ReplaceableCredential::id).collect(Collectors.joining(", "));
    }

    /**
     * The audit trail names those that were there when the call began.
     *
     * @throws ProblemException when others would be removed now
     */
    static <C extends ReplaceableCredential<C>> void requireSame(List<C> told, List<C> removed) {
        if (!detail(told).equals(detail(removed))) {
            throw new ProblemException(
                    ProblemKind.STALE, "One of those that are removed for room was changed at the same moment.");
        }
    }
}
