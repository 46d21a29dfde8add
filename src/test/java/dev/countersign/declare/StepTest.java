package dev.countersign.declare;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StepTest {

    private static final Map<String, Object> BILLING = Map.of(
            "client_id", "billing",
            "client_name", "Billing",
            "scope", "read write",
            "token_lifetime", "PT1M",
            "administrator", true,
            "version", 3L,
            "secrets", List.of("one"));

    @Test
    void whatMeansTheSameIsNoChange() {
        Step step = step(
                Map.of(
                        "client_id",
                        "billing",
                        "client_name",
                        "Billing",
                        "scope",
                        "write read",
                        "token_lifetime",
                        "PT60S"),
                Optional.of(Representation.whole(BILLING)));

        assertThat(step.changes()).isFalse();
        assertThat(step.lines()).isEmpty();
    }

    @Test
    void anAbsentMemberHasItsDefaultAndEachChangeIsTold() {
        Step step = step(
                Map.of("client_id", "billing", "enabled", false, "scope", "read"),
                Optional.of(Representation.whole(BILLING)));

        assertThat(step.lines())
                .containsExactly(
                        "change \"billing\"",
                        "    client_name: \"Billing\" -> \"\"",
                        "    enabled: true -> false",
                        "    scope: \"read write\" -> \"read\"",
                        "    token_lifetime: \"PT1M\" -> (none)");
        assertThat(step.wanted().orElseThrow())
                .containsEntry("administrator", true)
                .doesNotContainKeys("version", "secrets");
    }

    @Test
    void anAdministratorIsNotMadeButCanBeUnmade() {
        Step made = step(Map.of("client_id", "x", "administrator", true), Optional.empty());
        Step unmade = step(
                Map.of("client_id", "billing", "administrator", false), Optional.of(Map.of("administrator", true)));

        assertThat(made.needsPerson()).isTrue();
        assertThat(made.wanted().orElseThrow()).containsEntry("administrator", false);
        assertThat(made.lines())
                .containsExactly(
                        "create \"x\"", "cannot make \"x\" an administrator: a person must grant this, in the console");
        assertThat(unmade.needsPerson()).isFalse();
        assertThat(unmade.lines()).contains("    administrator: true -> false");
    }

    private static Step step(Map<String, Object> declared, Optional<Map<String, Object>> present) {
        return Step.of(new DeclaredClient("" + declared.get("client_id"), declared, "here"), present);
    }
}
