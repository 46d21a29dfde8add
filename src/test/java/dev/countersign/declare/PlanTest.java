package dev.countersign.declare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class PlanTest {

    private static final Optional<String> TEAM = Optional.of("team");
    private static final Terms PRUNING = new Terms(false, TEAM, true, Optional.empty());

    @Test
    void othersOfTheListAreRemovedAndNobodyElse() throws Exception {
        Plan plan = Plan.of(
                List.of(declared("one", Map.of())),
                present(Map.of("one", "team", "two", "team", "three", "others", "four", "")),
                PRUNING,
                Optional.empty(),
                Map.of());

        assertThat(plan.changes()).extracting(Step::id).containsExactly("two");
        assertThat(plan.changes().get(0).lines()).containsExactly("delete \"two\"");
    }

    @Test
    void theClientThatRunsTheCommandIsKept() throws Exception {
        Plan plan = Plan.of(
                List.of(declared("one", Map.of())),
                present(Map.of("one", "team", "robot", "team")),
                PRUNING,
                Optional.of("robot"),
                Map.of());

        assertThat(plan.changes()).isEmpty();
        assertThat(plan.remarks()).containsExactly("keep \"robot\", which runs this command");
    }

    @Test
    void nothingDeclaredRemovesNothing() {
        assertThatThrownBy(
                        () -> Plan.of(List.of(), present(Map.of("one", "team")), PRUNING, Optional.empty(), Map.of()))
                .isInstanceOf(DeclarationException.class)
                .hasMessageContaining("no client is declared");
        assertThatThrownBy(() -> new Terms(false, Optional.empty(), true, Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("--managed-by");
    }

    @Test
    void theListIsAMemberOfEachClient() throws Exception {
        Terms terms = new Terms(false, TEAM, false, Optional.empty());

        assertThat(Plan.of(List.of(declared("one", Map.of())), Map.of(), terms, Optional.empty(), Map.of())
                        .steps())
                .allSatisfy(step -> assertThat(step.wanted().orElseThrow()).containsEntry("managed_by", "team"));
        assertThatThrownBy(() -> Plan.of(
                        List.of(declared("one", Map.of("managed_by", "others"))),
                        Map.of(),
                        terms,
                        Optional.empty(),
                        Map.of()))
                .isInstanceOf(DeclarationException.class)
                .hasMessageContaining("another managed_by");
    }

    @Test
    void aClientWithoutSecretsBringsItsOwnAlong() throws Exception {
        Map<String, Map<String, Object>> present = present(Map.of("bare", "", "armed", ""));
        present.computeIfPresent("armed", (id, members) -> {
            members.put("secrets", List.of(Map.of("id", "1")));
            return members;
        });
        Map<String, List<ImportedSecret>> imported = Map.of(
                "bare", List.of(new ImportedSecret("keycloak", "x", Optional.empty())),
                "armed", List.of(new ImportedSecret("keycloak", "y", Optional.empty())));

        Plan plan = Plan.of(
                List.of(declared("bare", Map.of()), declared("armed", Map.of())),
                present,
                new Terms(false, Optional.empty(), false, Optional.empty()),
                Optional.empty(),
                imported);

        assertThat(plan.changes())
                .singleElement()
                .satisfies(step ->
                        assertThat(step.lines()).containsExactly("change \"bare\"", "    secrets: 1 brought along"));
    }

    private static DeclaredClient declared(String id, Map<String, Object> more) {
        Map<String, Object> members = new TreeMap<>(more);
        members.put("client_id", id);
        return new DeclaredClient(id, members, "here");
    }

    /** Clients by id, each with the list to which it belongs. */
    private static Map<String, Map<String, Object>> present(Map<String, String> lists) {
        Map<String, Map<String, Object>> present = new TreeMap<>();
        lists.forEach((id, list) -> {
            Map<String, Object> declared = list.isEmpty() ? Map.of() : Map.of("managed_by", list);
            Map<String, Object> members = Representation.whole(declared);
            members.put("client_id", id);
            present.put(id, members);
        });
        return present;
    }
}
