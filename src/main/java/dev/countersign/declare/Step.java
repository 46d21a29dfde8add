package dev.countersign.declare;

import dev.countersign.text.ShownText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * What has to be done for one client. Immutable.
 *
 * @param present the client as it is; empty: it is not there
 * @param wanted the whole representation that it is to have, without what the server owns
 * @param differences for people, a line for each member
 * @param needsPerson it is declared an administrator, which it is not: this step leaves that out
 */
record Step(
        DeclaredClient declared,
        Optional<Map<String, Object>> present,
        Map<String, Object> wanted,
        List<String> differences,
        boolean needsPerson) {

    /** Of one value: a large key set is told in part. */
    private static final int MAX_SHOWN_CHARS = 2_000;

    static Step of(DeclaredClient declared, Optional<Map<String, Object>> present) {
        Map<String, Object> wanted = Representation.whole(declared.members());
        Map<String, Object> before = present.orElseGet(() -> Representation.whole(Map.of()));
        Object administrator = before.getOrDefault(Representation.ADMINISTRATOR, false);
        boolean needsPerson = Boolean.TRUE.equals(wanted.get(Representation.ADMINISTRATOR))
                && !Boolean.TRUE.equals(administrator);
        if (needsPerson || !declared.members().containsKey(Representation.ADMINISTRATOR)) {
            wanted.put(Representation.ADMINISTRATOR, administrator);
        }
        return new Step(declared, present, wanted, differences(before, wanted, present.isEmpty()), needsPerson);
    }

    /** Whether the server has to be told anything. */
    boolean changes() {
        return present.isEmpty() || !differences.isEmpty();
    }

    /** For people: what is done, and member by member from which value to which. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        if (changes()) {
            lines.add((present.isEmpty() ? "create " : "change ") + ShownText.quoted(declared.id()));
            differences.forEach(difference -> lines.add("    " + difference));
        }
        if (needsPerson) {
            lines.add("cannot make " + ShownText.quoted(declared.id())
                    + " an administrator: a person must grant this, in the console");
        }
        return lines;
    }

    private static List<String> differences(Map<String, Object> before, Map<String, Object> wanted, boolean isNew) {
        TreeSet<String> names = new TreeSet<>(before.keySet());
        names.addAll(wanted.keySet());
        names.removeAll(Representation.SERVER_OWNED);
        names.remove("client_id");
        List<String> differences = new ArrayList<>();
        for (String name : names) {
            Optional<Object> old = Optional.ofNullable(before.get(name));
            Optional<Object> next = Optional.ofNullable(wanted.get(name));
            boolean same = old.isPresent() == next.isPresent()
                    && Representation.same(name, old.orElseThrow(), next.orElseThrow());
            if (!same) {
                differences.add(name + ": " + (isNew ? shown(next) : shown(old) + " -> " + shown(next)));
            }
        }
        return differences;
    }

    private static String shown(Optional<Object> value) {
        return value.map(present -> ShownText.fitting(JsonWriter.line(present), MAX_SHOWN_CHARS))
                .orElse("(none)");
    }
}
