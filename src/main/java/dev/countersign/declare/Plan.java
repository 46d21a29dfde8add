package dev.countersign.declare;

import dev.countersign.text.ShownText;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What has to be done on a server. Immutable.
 *
 * @param steps one for each declared client, and for each that is removed
 * @param remarks for people: what is left as it is
 */
record Plan(List<Step> steps, List<String> remarks) {

    /**
     * @param present the clients of the server, by id
     * @param self the client that carries it out; empty: not known
     * @param imported secrets that clients bring along, by the client's id
     * @throws DeclarationException when the declarations do not go with the terms
     */
    static Plan of(
            Collection<DeclaredClient> declared,
            Map<String, Map<String, Object>> present,
            Terms terms,
            Optional<String> self,
            Map<String, List<ImportedSecret>> imported)
            throws DeclarationException {
        if (terms.prune() && declared.isEmpty()) {
            throw new DeclarationException("no client is declared: --prune would remove all, and does not do that");
        }
        List<Step> steps = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        for (DeclaredClient client : declared) {
            DeclaredClient listed = terms.managedBy().isEmpty()
                    ? client
                    : managed(client, terms.managedBy().get());
            steps.add(Step.of(listed, Optional.ofNullable(present.get(client.id())))
                    .bringing(imported.getOrDefault(client.id(), List.of())));
            ids.add(client.id());
        }
        List<String> remarks = new ArrayList<>();
        if (terms.prune()) {
            Map<String, Map<String, Object>> others = new TreeMap<>(present);
            others.keySet().removeAll(ids);
            others.values()
                    .removeIf(client -> terms.managedBy()
                            .filter(name -> name.equals(client.get(Representation.MANAGED_BY)))
                            .isEmpty());
            others.forEach((id, client) -> {
                if (self.filter(id::equals).isPresent()) {
                    remarks.add("keep " + ShownText.quoted(id) + ", which runs this command");
                } else {
                    steps.add(Step.removing(client));
                }
            });
        }
        return new Plan(steps, remarks);
    }

    List<Step> changes() {
        return steps.stream().filter(Step::changes).toList();
    }

    boolean needsPerson() {
        return steps.stream().anyMatch(Step::needsPerson);
    }

    private static DeclaredClient managed(DeclaredClient client, String name) throws DeclarationException {
        Object declared = client.members().getOrDefault(Representation.MANAGED_BY, name);
        if (!declared.equals(name)) {
            throw new DeclarationException(client.place() + ": the client " + ShownText.quoted(client.id())
                    + " declares another managed_by than --managed-by names");
        }
        Map<String, Object> members = new LinkedHashMap<>(client.members());
        members.put(Representation.MANAGED_BY, name);
        return new DeclaredClient(client.id(), members, client.place());
    }
}
