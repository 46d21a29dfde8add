package dev.countersign.declare;

import dev.countersign.text.ShownText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * What has to be done for one client. Immutable.
 *
 * @param declared empty: it is not, and is to be removed
 * @param present the client as it is; empty: it is not there
 * @param wanted the whole representation that it is to have, without what the server owns, and with the registered keys
 *     only where these change; empty: it is to be removed
 * @param differences for people, a line for each member
 * @param needsPerson it is declared an administrator, which it is not: this step leaves that out
 */
record Step(
        String id,
        Optional<DeclaredClient> declared,
        Optional<Map<String, Object>> present,
        Optional<Map<String, Object>> wanted,
        List<String> differences,
        boolean needsPerson) {

    /** Of one value: a large key set is told in part. */
    private static final int MAX_SHOWN_CHARS = 2_000;

    static Step of(DeclaredClient declared, Optional<Map<String, Object>> present) {
        Map<String, Object> wanted = Representation.whole(declared.members());
        Map<String, Object> before = present.orElseGet(() -> Representation.whole(Map.of()));
        Object administrator = before.getOrDefault(Representation.ADMINISTRATOR, false);
        boolean needsPerson =
                Boolean.TRUE.equals(wanted.get(Representation.ADMINISTRATOR)) && !Boolean.TRUE.equals(administrator);
        if (needsPerson || !declared.members().containsKey(Representation.ADMINISTRATOR)) {
            wanted.put(Representation.ADMINISTRATOR, administrator);
        }
        Optional<Object> keys = Optional.ofNullable(wanted.remove(KeyDeclarations.MEMBER));
        List<String> differences = new ArrayList<>(differences(before, wanted, present.isEmpty()));
        if (keys.isPresent()) {
            List<String> ofKeys =
                    KeyDeclarations.differences(before.getOrDefault(KeyDeclarations.MEMBER, List.of()), keys.get());
            if (!ofKeys.isEmpty()) {
                wanted.put(KeyDeclarations.MEMBER, keys.get());
                differences.addAll(ofKeys);
            }
        }
        return new Step(declared.id(), Optional.of(declared), present, Optional.of(wanted), differences, needsPerson);
    }

    /** The same, and the client gets secrets that it had elsewhere, if it is there without any. */
    Step bringing(List<ImportedSecret> secrets) {
        if (secrets.isEmpty() || !lacksSecrets()) {
            return this;
        }
        List<String> more = new ArrayList<>(differences);
        more.add("secrets: " + secrets.size() + " brought along");
        return new Step(id, declared, present, wanted, more, needsPerson);
    }

    /** Whether the client has no secrets, as a new one, or one whose registration was broken off. */
    boolean lacksSecrets() {
        return present.map(members -> members.getOrDefault("secrets", List.of()).equals(List.of()))
                .orElse(true);
    }

    /** Removes a client that is not declared any more. */
    static Step removing(Map<String, Object> present) {
        String id = String.valueOf(present.get("client_id"));
        return new Step(id, Optional.empty(), Optional.of(present), Optional.empty(), List.of(), false);
    }

    /** The same, with the client as it is by now. */
    Step anew(Map<String, Object> changed) {
        return of(declared.orElseThrow(), Optional.of(changed));
    }

    /** For people. */
    String place() {
        return declared.map(DeclaredClient::place).orElse("not declared");
    }

    /** Whether the server has to be told anything. */
    boolean changes() {
        return present.isEmpty() || wanted.isEmpty() || !differences.isEmpty();
    }

    /** For people: what is done, and member by member from which value to which. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        if (changes()) {
            String verb = present.isEmpty() ? "create " : wanted.isEmpty() ? "delete " : "change ";
            lines.add(verb + ShownText.quoted(id));
            differences.forEach(difference -> lines.add("    " + difference));
        }
        if (needsPerson) {
            lines.add("cannot make " + ShownText.quoted(id)
                    + " an administrator: a person must grant this, in the console");
        }
        return lines;
    }

    /** Of a client that is to be there: without the keys, which the server does not take with a new client. */
    Map<String, Object> created() {
        Map<String, Object> members = new LinkedHashMap<>(wanted.orElseThrow());
        members.remove(KeyDeclarations.MEMBER);
        return members;
    }

    private static List<String> differences(Map<String, Object> before, Map<String, Object> wanted, boolean isNew) {
        TreeSet<String> names = new TreeSet<>(before.keySet());
        names.addAll(wanted.keySet());
        names.removeAll(Representation.SERVER_OWNED);
        names.remove(KeyDeclarations.MEMBER);
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
