package dev.countersign.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.client.AccessRules;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccessRulesFormTest {

    @Test
    void whatWasWrittenIsRead() {
        AccessRules rules = new AccessRules(true, List.of("10.0.0.0/8", "2001:db8::/32"), Optional.of("list"));
        Map<String, Object> members = new HashMap<>();

        AccessRulesForm.write(rules, members);

        assertThat(members).containsOnlyKeys("auditor", "allowed_sources", "managed_by");
        assertThat(AccessRulesForm.rules(new JsonMembers(members))).isEqualTo(rules);
    }

    @Test
    void whatIsAbsentIsTheDefault() {
        assertThat(read("{}")).isEqualTo(AccessRules.DEFAULT);
        assertThat(read("{\"managed_by\":null}")).isEqualTo(AccessRules.DEFAULT);
        assertThat(read("{\"managed_by\":\"\"}")).isEqualTo(AccessRules.DEFAULT);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "auditor | 1",
                "auditor | \"true\"",
                "allowed_sources | \"10.0.0.0/8\"",
                "allowed_sources | [\"10.0.0.1/8\"]",
                "allowed_sources | [\"host.example\"]",
                "allowed_sources | [\"fe80::1%eth0\"]",
                "allowed_sources | [\"10.0.0.1\",\"10.0.0.1\"]",
                "allowed_sources | [7]",
                "managed_by | 7",
                "managed_by | \"a\\u0000b\"",
                "managed_by | \"a\\u202eb\""
            })
    void anInvalidValueIsRefusedWithItsName(String name, String value) {
        assertThatThrownBy(() -> read("{\"" + name + "\":" + value + "}"))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.problem().field()).contains(name));
    }

    private static AccessRules read(String json) {
        return AccessRulesForm.rules(new JsonMembers(JsonText.read(json.getBytes(StandardCharsets.UTF_8))));
    }
}
