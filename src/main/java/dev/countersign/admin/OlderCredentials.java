package dev.countersign.admin;

import dev.countersign.client.ReplaceableCredential;
import dev.countersign.client.Replacement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What an administrator asks to happen to a client's older secrets or keys when a newer one is added. Immutable.
 *
 * @param replace whether they end
 * @param overlap how long they still work then, at most
 * @param unusedFor how long each of them has to be unused to end before that; empty: they do not
 */
record OlderCredentials(boolean replace, Duration overlap, Optional<Duration> unusedFor) {

    /** All that is read here. */
    static final Set<String> MEMBERS = Set.of("replace", "overlap", "unused_for", "at_latest");

    private static final int MAX_DURATION_CHARS = 40;

    /** The overlap by proof of use. */
    private static final String UNTIL_UNUSED = "until_unused";

    private static final Duration UNUSED_FOR = Duration.ofDays(7);
    private static final Duration AT_LATEST = Duration.ofDays(90);

    /** @throws ProblemException when a value is invalid */
    static OlderCredentials read(JsonMembers members) {
        boolean replace = members.flag("replace").orElse(false);
        Optional<String> overlap = members.text("overlap", MAX_DURATION_CHARS);
        boolean untilUnused = overlap.filter(UNTIL_UNUSED::equals).isPresent();
        Optional<Duration> unusedFor = ofUnused(members, "unused_for", untilUnused);
        Optional<Duration> atLatest = ofUnused(members, "at_latest", untilUnused);
        if (overlap.isPresent() && !replace) {
            throw ProblemException.inField("overlap", "An overlap needs older ones to be replaced.");
        }
        if (!untilUnused) {
            Duration asked =
                    overlap.map(text -> DurationText.parse("overlap", text)).orElse(Duration.ZERO);
            return new OlderCredentials(replace, asked, Optional.empty());
        }
        Duration unused = unusedFor.orElse(UNUSED_FOR);
        Duration latest = atLatest.orElse(AT_LATEST);
        requireRoom(unused, latest);
        return new OlderCredentials(replace, latest, Optional.of(unused));
    }

    private static void requireRoom(Duration unused, Duration latest) {
        if (!Replacement.isAllowed(unused)) {
            throw ProblemException.inField(
                    "unused_for", "Must be " + Replacement.MIN_UNUSED + " at least, in whole seconds.");
        }
        if (latest.compareTo(unused) < 0) {
            throw ProblemException.inField("at_latest", "Must not be shorter than unused_for.");
        }
    }

    private static Optional<Duration> ofUnused(JsonMembers members, String name, boolean untilUnused) {
        Optional<Duration> given = members.text(name, MAX_DURATION_CHARS).map(text -> DurationText.parse(name, text));
        if (given.isPresent() && !untilUnused) {
            throw ProblemException.inField(name, "Needs the overlap \"" + UNTIL_UNUSED + "\".");
        }
        return given;
    }

    /** @throws ProblemException when they are to end by proof of use, and this store does not keep that */
    OlderCredentials requireKept(StoreAbilities store) {
        if (unusedFor.isPresent() && !store.keepsReplacements()) {
            throw ProblemException.inField(
                    "overlap", "The store of the clients does not keep it: give a duration, such as P30D.");
        }
        return this;
    }

    /** @throws ProblemException when keys are to end, and this store does not keep how */
    OlderCredentials requireKeysKept(StoreAbilities store) {
        requireKept(store);
        if (replace && !store.keepsReplacements()) {
            throw ProblemException.inField(
                    "replace", "The store of the clients does not keep when keys end: remove the older ones instead.");
        }
        return this;
    }

    /**
     * Those that end are those that were there when the call began, which the audit trail names.
     *
     * @throws ProblemException when they are to end, and others are there now
     */
    <C extends ReplaceableCredential<C>> void requireSeen(List<C> seen, List<C> current) {
        if (replace && !ids(seen).equals(ids(current))) {
            throw new ProblemException(
                    ProblemKind.STALE, "One of those that are to end was added or removed at the same moment.");
        }
    }

    private static Set<String> ids(List<? extends ReplaceableCredential<?>> credentials) {
        return credentials.stream().map(ReplaceableCredential::id).collect(Collectors.toSet());
    }

    /**
     * The older ones, ending as asked.
     *
     * @param newer the id of the one that replaces them
     */
    <C extends ReplaceableCredential<C>> List<C> replaced(List<C> older, String newer, Instant now) {
        if (!replace) {
            return older;
        }
        Instant end = now.plus(overlap);
        Optional<Replacement> how = unusedFor.map(unused -> new Replacement(newer, unused));
        return older.stream()
                .map(old -> how.filter(proof -> old.liveAt(now))
                        .map(proof -> old.endingUnused(proof, end))
                        .orElseGet(() -> old.endingBy(end)))
                .toList();
    }

    /** For the audit trail, behind what was added; empty: they stay. */
    String detail() {
        if (!replace) {
            return "";
        }
        return overlap.isZero()
                ? "; older ones ended at once"
                : "; older ones end "
                        + unusedFor
                                .map(unused -> "when unused for " + DurationText.of(unused) + ", at the latest ")
                                .orElse("")
                        + "after " + DurationText.of(overlap);
    }

    /** The same, and which ones they are. */
    String detail(List<? extends ReplaceableCredential<?>> older, Instant now) {
        List<String> live = older.stream()
                .filter(old -> old.liveAt(now))
                .map(ReplaceableCredential::id)
                .toList();
        return replace && !live.isEmpty() ? detail() + ": " + String.join(", ", live) : detail();
    }
}
