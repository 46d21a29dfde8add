package dev.countersign.auth;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What an administrator should know about one key of a key set: why it is left out, or which member beside it is
 * ignored. Immutable.
 *
 * @param number its place in the set, from 1 on
 * @param kid its id, fit to be shown; empty: it has none that can be read
 * @param reason a part of a sentence, fit to be shown
 */
public record KeyRemark(int number, Optional<String> kid, Kind kind, String reason) {

    /** How many remarks {@link #sentences(List)} contains at most. */
    private static final int MAX_SENTENCES = 4;

    /** What became of the key. */
    public enum Kind {
        /** Left out: it must not be used, as a private or a weak one, or contradicts itself. */
        UNUSABLE,
        /** Left out: it is meant for something else than signatures, or of a type that is not supported. */
        OTHER_USE,
        /** It is used, without a member that cannot be read and that the key does not need. */
        MEMBER_IGNORED
    }

    public boolean isLeftOut() {
        return kind != Kind.MEMBER_IGNORED;
    }

    /** The whole of it in one sentence. */
    public String sentence() {
        return "K" + name().substring(1) + (isLeftOut() ? " is left out: " : " is used, but ") + reason + ".";
    }

    /** The key by its place and its id. */
    public String name() {
        return "key " + number + kid.map(id -> " (kid " + id + ")").orElse(" (without kid)");
    }

    /** All of them on one line of limited length, for a log or within a text. */
    public static String sentences(List<KeyRemark> remarks) {
        String first =
                remarks.stream().limit(MAX_SENTENCES).map(KeyRemark::sentence).collect(Collectors.joining(" "));
        int more = remarks.size() - MAX_SENTENCES;
        return more > 0 ? first + " (" + more + " more)" : first;
    }
}
