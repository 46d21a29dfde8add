package dev.countersign.admin;

import dev.countersign.auth.AllowedSources;
import dev.countersign.client.AccessRules;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads and writes the members about access in a client's representation. Stateless. */
final class AccessRulesForm {

    static final String AUDITOR = "auditor";
    static final String ALLOWED_SOURCES = "allowed_sources";
    static final String MANAGED_BY = "managed_by";

    private AccessRulesForm() {}

    /** @throws ProblemException when a value is invalid */
    static AccessRules rules(JsonMembers members) {
        boolean auditor = members.flag(AUDITOR).orElse(false);
        List<String> sources = members.texts(ALLOWED_SOURCES, AccessRules.MAX_SOURCES, AccessRules.MAX_SOURCE_CHARS)
                .orElse(List.of());
        Optional<String> managedBy = members.textOrNull(MANAGED_BY, AccessRules.MAX_MANAGED_BY_CHARS)
                .filter(name -> !name.isEmpty())
                .map(name -> JsonMembers.requireOrdered(MANAGED_BY, name));
        try {
            AllowedSources.check(sources);
            return new AccessRules(auditor, sources, managedBy);
        } catch (IllegalArgumentException e) {
            throw ProblemException.inField(ALLOWED_SOURCES, e);
        }
    }

    static void write(AccessRules rules, Map<String, Object> members) {
        members.put(AUDITOR, rules.auditor());
        members.put(ALLOWED_SOURCES, rules.allowedSources());
        rules.managedBy().ifPresent(name -> members.put(MANAGED_BY, name));
    }
}
