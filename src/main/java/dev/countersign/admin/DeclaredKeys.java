package dev.countersign.admin;

import dev.countersign.client.Client;
import dev.countersign.client.ClientCertificate;
import dev.countersign.client.ClientProfile;
import dev.countersign.keys.JwsAlgorithm;
import dev.countersign.manage.KeyImporter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The public keys that a representation declares in {@code certificates}: with a {@code pem} in each of them, they are
 * all that the client is to have; without, they repeat what the server has shown. Thread-safe.
 */
record DeclaredKeys(MethodCatalog catalog, KeyImporter importer) {

    static final String MEMBER = "certificates";

    private static final int MAX_ALGORITHM_CHARS = 20;

    /** Whether keys are declared. An empty array declares none, and so removes those that are there. */
    static boolean in(Map<String, Object> values) {
        return values.get(MEMBER) instanceof List<?> items
                && items.stream()
                        .allMatch(item -> item instanceof Map<?, ?> members && members.containsKey(KeyPem.MEMBER));
    }

    /** The representation without the declared keys. */
    static Map<String, Object> without(Map<String, Object> values) {
        Map<String, Object> others = new LinkedHashMap<>(values);
        others.remove(MEMBER);
        return others;
    }

    /**
     * The keys that are declared; those that are registered already keep their ids, ends and uses.
     *
     * @param values as {@link #in} has found them
     * @throws ProblemException when one cannot be taken, or the client takes no keys
     */
    List<ClientCertificate> of(Map<String, Object> values, ClientProfile profile, List<ClientCertificate> present) {
        List<?> items = (List<?>) values.getOrDefault(MEMBER, List.of());
        if (!items.isEmpty() && !catalog.usesKeys(profile)) {
            throw new ProblemException(
                    ProblemKind.NO_KEYS, "Only confidential clients whose method uses public keys can have one.");
        }
        if (items.size() > Client.MAX_CERTIFICATES) {
            throw new ProblemException(
                    ProblemKind.TOO_MANY_KEYS, "A client has at most " + Client.MAX_CERTIFICATES + " keys registered.");
        }
        List<ClientCertificate> keys = new ArrayList<>();
        Set<String> contents = new HashSet<>();
        for (Object item : items) {
            ClientCertificate key = key(item, present);
            if (!contents.add(key.der())) {
                throw ProblemException.inField(MEMBER, "The same key is there twice.");
            }
            keys.add(key);
        }
        return keys;
    }

    /** For the audit trail; empty: nothing differs. */
    static String detail(List<ClientCertificate> before, List<ClientCertificate> after) {
        return part("; keys registered: ", others(after, before))
                + part("; keys removed: ", others(before, after))
                + part("; keys with another name or alg: ", changed(before, after, DeclaredKeys::names))
                + part("; keys with an earlier end: ", changed(before, after, DeclaredKeys::end));
    }

    /** Those that are in both, and differ in this. */
    private static List<ClientCertificate> changed(
            List<ClientCertificate> before, List<ClientCertificate> after, Function<ClientCertificate, Object> part) {
        Map<String, Object> known = before.stream().collect(Collectors.toMap(ClientCertificate::id, part));
        return after.stream()
                .filter(key ->
                        known.containsKey(key.id()) && !known.get(key.id()).equals(part.apply(key)))
                .toList();
    }

    /** Those that are not among the known ones. */
    private static List<ClientCertificate> others(List<ClientCertificate> keys, List<ClientCertificate> known) {
        Set<String> ids = known.stream().map(ClientCertificate::id).collect(Collectors.toSet());
        return keys.stream().filter(key -> !ids.contains(key.id())).toList();
    }

    private static String part(String title, List<ClientCertificate> keys) {
        return keys.isEmpty() ? "" : title + ChangeText.of(keys);
    }

    @SuppressWarnings("unchecked") // The parser's maps have texts for keys, and in() has found maps.
    private ClientCertificate key(Object item, List<ClientCertificate> present) {
        JsonMembers members = new JsonMembers((Map<String, Object>) item);
        ClientCertificate read = new KeyPem(importer).read(members);
        Optional<String> kid =
                members.text("kid", ClientCertificate.MAX_ALIAS_CHARS).filter(text -> !text.isEmpty());
        String alias = members.text("alias", ClientCertificate.MAX_ALIAS_CHARS).orElse("");
        Optional<String> algorithm = members.textOrNull("alg", MAX_ALGORITHM_CHARS);
        if (algorithm.isPresent() && algorithm.flatMap(JwsAlgorithm::named).isEmpty()) {
            throw ProblemException.inField("alg", "Must be a JWS algorithm for public keys.");
        }
        Optional<Instant> end = ClientEntries.instant(members, "expires_at");
        members.refuseOthers();
        Optional<ClientCertificate> registered =
                present.stream().filter(known -> known.der().equals(read.der())).findFirst();
        // One that is registered already stays what it is, by whatever names: its end may come sooner, but not later.
        ClientCertificate declared = registered
                .orElse(read)
                .named(
                        kid.orElseGet(() -> registered.orElse(read).kid()),
                        JsonMembers.requireOrdered("alias", alias),
                        algorithm);
        return end.map(latest -> endingBy(declared, latest)).orElse(declared);
    }

    /** One that waits for the use of a newer key goes on waiting, though not for so long. */
    private static ClientCertificate endingBy(ClientCertificate key, Instant latest) {
        return key.replacement().map(how -> key.endingUnused(how, latest)).orElseGet(() -> key.endingBy(latest));
    }

    private static List<Object> names(ClientCertificate key) {
        return List.of(key.kid(), key.alias(), key.algorithm());
    }

    private static List<Object> end(ClientCertificate key) {
        return List.of(key.expiresAt(), key.replacement());
    }
}
